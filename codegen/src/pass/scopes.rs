//! Settings about paths and credentials must match something.

use crate::{
    ir::Api,
    pointer::Pointer,
    report::Report,
    settings::{Settings, misfit, unmatched},
};

/// Reports scopes that no operation is in, and variables for credentials that do not exist.
pub(super) fn check(api: &Api, settings: &Settings, report: &mut Report) {
    for (name, scope) in &settings.scopes {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || !name.chars().all(plain) {
            let at = Pointer::root().child("scopes").child(name);
            let met = format!("`{}` cannot be the name of a handle", name.escape_debug());
            report.push(misfit(&at, met, "write a name `like_this`"));
        }
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
            let paths = api
                .operations
                .iter()
                .map(|operation| operation.path.as_str());
            let met = format!("no operation's path begins with `{}`", scope.path);
            report.push(unmatched(&at, met, &scope.path, paths));
        }
    }
    for name in settings.environment.keys() {
        if name != "base-url" && !api.schemes.contains_key(name) {
            let at = Pointer::root().child("environment").child(name);
            let known = api.schemes.keys().map(String::as_str).chain(["base-url"]);
            let met = format!("no security scheme is called `{name}`");
            report.push(unmatched(&at, met, name, known));
        }
    }
}
