//! Settings about paths and credentials must match something.

use crate::{
    ir::Api,
    pointer::Pointer,
    report::{Problem, Report, codes},
    settings::Settings,
};

/// Reports scopes that no operation is in, and variables for credentials that do not exist.
pub(super) fn check(api: &Api, settings: &Settings, report: &mut Report) {
    for (name, scope) in &settings.scopes {
        let inside = |path: &str| {
            path.strip_prefix(scope.path.trim_end_matches('/'))
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        if !api
            .operations
            .iter()
            .any(|operation| inside(&operation.path))
        {
            let at = Pointer::root().child("scopes").child(name).child("path");
            report.push(unused(
                &at,
                format!("no operation's path begins with `{}`", scope.path),
            ));
        }
    }
    for name in settings.environment.keys() {
        if name != "base-url" && !api.schemes.contains_key(name) {
            let at = Pointer::root().child("environment").child(name);
            report.push(unused(
                &at,
                format!("no security scheme is called `{name}`"),
            ));
        }
    }
}

fn unused(at: &Pointer, met: String) -> Problem {
    let problem = Problem::error(codes::UNUSED_SETTING, at, met);
    Problem {
        file: Some("codegen.toml".to_owned()),
        ..problem
    }
    .help("correct or remove the entry")
}
