//! How callers prove who they are.

use indexmap::IndexMap;

use super::{Lower, site};
use crate::{
    ir::{Location, Scheme, SchemeKind, SecurityAlternative},
    load::Place,
    report::{Problem, codes},
};

impl<'d> Lower<'d, '_> {
    /// The declared security schemes.
    pub(super) fn schemes(&mut self) -> IndexMap<String, Scheme> {
        let mut schemes = IndexMap::new();
        for (name, place) in self.declared_schemes() {
            let Some(place) = self.document.follow(&place) else {
                continue;
            };
            let Some(kind) = kind(&place) else {
                self.report.push(
                    Problem::warning(
                        codes::UNKNOWN_SCHEME,
                        &place.pointer,
                        format!("the security scheme `{name}` is of no known kind"),
                    )
                    .done("requirements that name it are left out")
                    .help("use http, apiKey, oauth2, openIdConnect or mutualTLS")
                    .degraded(),
                );
                continue;
            };
            let docs = site::text(&place, "description");
            schemes.insert(
                name.to_owned(),
                Scheme {
                    kind,
                    docs,
                    pointer: place.pointer,
                },
            );
        }
        schemes
    }

    fn declared_schemes(&self) -> Vec<(&'d str, Place<'d>)> {
        let components = self.document.root().get("components");
        let schemes = components.and_then(|components| components.get("securitySchemes"));
        let mut schemes: Vec<_> = schemes.iter().flat_map(Place::members).collect();
        // Their order says nothing in a description.
        schemes.sort_unstable_by_key(|(name, _)| *name);
        schemes
    }

    /// The alternatives of the operation at `place`, or of the whole description.
    pub(super) fn security(&mut self, place: &Place<'d>) -> Vec<SecurityAlternative> {
        let root = self.document.root();
        let Some(security) = place.get("security").or_else(|| root.get("security")) else {
            return Vec::new();
        };
        let declared = self.declared_schemes();
        let mut alternatives: Vec<SecurityAlternative> = Vec::new();
        for item in security.items() {
            let schemes = item.members().map(|(name, _)| name.to_owned());
            let mut schemes: Vec<_> = schemes.collect();
            schemes.sort_unstable();
            let unknown = schemes
                .iter()
                .find(|name| !declared.iter().any(|(known, _)| known == name));
            if let Some(unknown) = unknown {
                self.report.push(
                    Problem::warning(
                        codes::UNKNOWN_SCHEME,
                        &item.pointer.child(unknown),
                        format!("no security scheme is called `{unknown}`"),
                    )
                    .done("the alternative is left out")
                    .help("declare it under `components.securitySchemes`")
                    .degraded(),
                );
                continue;
            }
            let alternative = SecurityAlternative { schemes };
            if !alternatives.contains(&alternative) {
                alternatives.push(alternative);
            }
        }
        alternatives
    }
}

fn kind(place: &Place<'_>) -> Option<SchemeKind> {
    Some(match place.text("type")? {
        "http" => match place.text("scheme")?.to_ascii_lowercase().as_str() {
            "bearer" => SchemeKind::Bearer,
            "basic" => SchemeKind::Basic,
            other => SchemeKind::Http(other.to_owned()),
        },
        "oauth2" | "openIdConnect" => SchemeKind::Bearer,
        "apiKey" => {
            let location = match place.text("in")? {
                "header" => Location::Header,
                "query" => Location::Query,
                "cookie" => Location::Cookie,
                _ => return None,
            };
            SchemeKind::Key(location, place.text("name")?.to_owned())
        }
        "mutualTLS" => SchemeKind::MutualTls,
        _ => return None,
    })
}
