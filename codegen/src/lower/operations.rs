//! Paths become operations, in document order; webhooks and callbacks keep their payloads.

use rustc_hash::FxHashSet;
use serde_json::Value;

use super::{Lower, site};
use crate::{
    ir::{Api, Method, Operation, Server, Tag, Way, Webhook},
    load::Place,
    report::{Problem, codes},
};

const METHODS: &[(&str, Method)] = &[
    ("get", Method::Get),
    ("put", Method::Put),
    ("post", Method::Post),
    ("delete", Method::Delete),
    ("options", Method::Options),
    ("head", Method::Head),
    ("patch", Method::Patch),
    ("trace", Method::Trace),
    ("query", Method::Query),
];

/// Parts of the keys of vendor extensions that a reader of the client wants to know.
const WORTH_TELLING: &[&str] = &[
    "permission",
    "token-group",
    "scope",
    "role",
    "stability",
    "beta",
    "preview",
    "experimental",
    "rate-limit",
    "quota",
    "plan",
    "since",
    "sunset",
    "maturity",
];

/// The longest vendor extension that is kept, in bytes of JSON.
const LONGEST: usize = 400;

impl<'d> Lower<'d, '_> {
    /// What stands beside operations and schemas.
    pub(super) fn head(&mut self) -> Api {
        let root = self.document.root();
        let info = root.get("info");
        let said = |key: &str| info.as_ref().and_then(|info| site::text(info, key));
        let mut api = Api {
            title: said("title").unwrap_or_default(),
            version: said("version").unwrap_or_default(),
            docs: said("description"),
            servers: self.servers(&root),
            schemes: self.schemes(),
            ..Api::default()
        };
        for tag in root.get("tags").iter().flat_map(Place::items) {
            if let Some(name) = tag.text("name") {
                api.tags.push(Tag {
                    name: name.to_owned(),
                    docs: site::text(&tag, "description"),
                });
            }
        }
        api
    }

    /// Keeps what stands for each component that was asked for.
    pub(super) fn aliases(&mut self, api: &mut Api) {
        let components = self.document.root().get("components");
        let schemas = components.and_then(|components| components.get("schemas"));
        for (_, place) in schemas.iter().flat_map(Place::members) {
            let id = self.named.get(&place.pointer);
            api.aliases.extend(id.map(|id| (place.pointer, *id)));
        }
    }

    /// Reads every operation, and every payload the service sends by itself.
    pub(super) fn operations(&mut self, api: &mut Api) {
        let root = self.document.root();
        let mut ids = FxHashSet::default();
        for (path, item) in root.get("paths").iter().flat_map(Place::members) {
            if path.starts_with("x-") {
                continue;
            }
            let Some(item) = self.document.follow(&item) else {
                continue;
            };
            for (key, place) in item.members() {
                let Some((_, method)) = METHODS.iter().find(|(name, _)| *name == key) else {
                    continue;
                };
                if !self.selection.takes(&place.pointer) {
                    continue;
                }
                let mut operation = self.operation(path, *method, &item, &place);
                if let Some(id) = &operation.id
                    && !ids.insert(id.clone())
                {
                    self.report.push(
                        Problem::warning(
                            codes::DUPLICATE_OPERATION_ID,
                            &place.pointer.child("operationId"),
                            format!("another operation is called `{id}` already"),
                        )
                        .done("this one is named after its method and path")
                        .help("give it an `operationId` of its own"),
                    );
                    operation.id = None;
                }
                self.callbacks(&place, api);
                api.operations.push(operation);
            }
        }
        if !self.selection.is_all() {
            return;
        }
        for key in ["webhooks", "x-webhooks"] {
            for (name, item) in root.get(key).iter().flat_map(Place::members) {
                self.webhook(name, &item, api);
            }
        }
    }

    fn operation(
        &mut self,
        path: &str,
        method: Method,
        item: &Place<'d>,
        place: &Place<'d>,
    ) -> Operation {
        let said = |key: &str| site::text(place, key).or_else(|| site::text(item, key));
        let own_servers = [place, item]
            .into_iter()
            .find(|at| at.value.get("servers").is_some());
        Operation {
            id: site::text(place, "operationId"),
            pointer: place.pointer.clone(),
            method,
            path: path.to_owned(),
            tags: place
                .get("tags")
                .iter()
                .flat_map(Place::items)
                .filter_map(|tag| Some(tag.value.as_str()?.to_owned()))
                .collect(),
            summary: said("summary"),
            docs: said("description"),
            deprecated: site::flag(place, "deprecated"),
            hint: hint(place),
            parameters: self.parameters(path, item, place),
            body: self.body(place),
            replies: self.replies(place),
            security: self.security(place),
            servers: own_servers.map(|at| self.servers(at)).unwrap_or_default(),
            extensions: extensions(place),
            way: Way::Usual,
            payload: None,
            items: None,
        }
    }

    fn callbacks(&mut self, operation: &Place<'d>, api: &mut Api) {
        for (name, callback) in operation.get("callbacks").iter().flat_map(Place::members) {
            let Some(callback) = self.document.follow(&callback) else {
                continue;
            };
            for (key, item) in callback.members() {
                if !key.starts_with("x-") {
                    self.webhook(name, &item, api);
                }
            }
        }
    }

    fn webhook(&mut self, name: &str, item: &Place<'d>, api: &mut Api) {
        let Some(item) = self.document.follow(item) else {
            return;
        };
        for (key, place) in item.members() {
            if !METHODS.iter().any(|(name, _)| *name == key) {
                continue;
            }
            let body = self.body(&place);
            let json = body.and_then(|body| {
                body.contents
                    .into_iter()
                    .find(|content| super::bodies::is_json(&content.media))
            });
            api.webhooks.push(Webhook {
                name: name.to_owned(),
                body: json.and_then(|content| content.shape),
                docs: site::text(&place, "description").or_else(|| site::text(&place, "summary")),
                pointer: place.pointer.clone(),
            });
        }
    }

    /// The servers named at `place`.
    pub(super) fn servers(&mut self, place: &Place<'d>) -> Vec<Server> {
        let mut servers = Vec::new();
        for server in place.get("servers").iter().flat_map(Place::items) {
            let Some(template) = site::text(&server, "url") else {
                self.report.push(
                    Problem::warning(codes::BAD_SERVER, &server.pointer, "a server without `url`")
                        .done("it is left out")
                        .help("give its `url`"),
                );
                continue;
            };
            let mut url = template.clone();
            let mut variables = Vec::new();
            for (name, variable) in server.get("variables").iter().flat_map(Place::members) {
                let default = variable.value.get("default").map(plain).unwrap_or_default();
                let allowed = variable.get("enum");
                let allowed = allowed
                    .iter()
                    .flat_map(Place::items)
                    .map(|one| plain(one.value));
                url = url.replace(&format!("{{{name}}}"), &default);
                variables.push((name.to_owned(), default, allowed.collect()));
            }
            servers.push(Server {
                url,
                template,
                variables,
                docs: site::text(&server, "description"),
            });
        }
        servers
    }
}

/// A value as plain text: a string without its quotes.
fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// The names an SDK generator's extensions give an operation.
fn hint(place: &Place<'_>) -> Option<(Option<String>, String)> {
    let keys = [
        ("x-fern-sdk-group-name", "x-fern-sdk-method-name"),
        ("x-speakeasy-group", "x-speakeasy-name-override"),
    ];
    keys.into_iter().find_map(|(group, method)| {
        let group = match place.value.get(group) {
            Some(Value::Array(parts)) => Some(
                parts
                    .iter()
                    .filter_map(Value::as_str)
                    .collect::<Vec<_>>()
                    .join("."),
            ),
            Some(Value::String(text)) => Some(text.clone()),
            _ => None,
        };
        Some((group, site::text(place, method)?))
    })
}

fn extensions(place: &Place<'_>) -> Vec<(String, String)> {
    let told = |key: &str| {
        key.starts_with("x-")
            && WORTH_TELLING
                .iter()
                .any(|part| key.to_lowercase().contains(part))
    };
    place
        .members()
        .filter(|(key, _)| told(key))
        .map(|(key, place)| (key.to_owned(), place.value.to_string()))
        .filter(|(_, text)| text.len() <= LONGEST)
        .collect()
}
