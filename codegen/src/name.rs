//! Every Rust name is decided here, in one table, before anything is printed.

mod arguments;
mod credentials;
pub(crate) mod errors;
mod files;
mod forms;
pub(crate) mod graph;
mod headers;
mod inside;
mod keep;
mod keys;
mod layout;
mod lock;
mod members;
mod operations;
mod pins;
mod replies;
mod reserved;
mod scope;
mod shared;
pub(crate) mod status;
mod types;
mod ways;
mod wishes;
mod words;

use rustc_hash::{FxHashMap, FxHashSet};

pub use keep::{keep, settled};
pub use layout::layout;
pub use lock::Lock;
use pins::Pins;

use crate::{
    ir::{Api, ShapeId},
    pass::Facts,
    pointer::Pointer,
    report::Report,
    settings::Settings,
};

/// Names everything that the emitted crate will hold.
///
/// Pins of `settings` that match nothing, or that ask for a name twice, are errors in the report.
pub fn name(
    api: &Api,
    facts: &Facts,
    settings: &Settings,
    lock: &Lock,
    report: &mut Report,
) -> Names {
    let methods = operations::methods(api, settings, lock, report);
    let graph = graph::graph(api, facts, &methods);
    let mut pins = Pins::new(settings, report);
    let mut scope = scope::Scope::with(reserved::RESERVED);
    operations::reserve(api, lock, &mut scope);
    let error_body = lock.errors.clone().filter(|name| scope.claim(name));
    let kept = (
        headers::kept(api, &facts.headers, lock, &mut scope),
        forms::kept(api, &facts.forms, lock, &mut scope),
    );
    let names = types::types(
        api,
        (&graph, &facts.twins),
        &mut pins,
        lock,
        &mut scope,
        report,
    );
    let members = members::members(api, &graph.order, &names, lock, &mut pins);
    let error_body = error_body.unwrap_or_else(|| scope.claim_first(error_names(), "ErrorBody"));
    let (headers, forms) = (
        headers::headers(api, &facts.headers, &methods, (kept.0, lock), &mut scope),
        forms::forms(api, &facts.forms, &methods, (kept.1, &names), &mut scope),
    );
    let files = files::files(api, facts, &graph, &names);
    let kept = (&mut pins, lock);
    let operations = operations::rest(api, &methods, &files.operations, &mut scope, kept);
    pins.finish(|| known(api, &graph, &names), report);
    let wishes = wishes::wishes(api, &graph.order, &names, settings, report);
    let errors = errors::errors(api, &names, lock.members.get(&error_body));
    Names {
        package: package(api, settings),
        numbered: scope.numbered().to_vec(),
        errors,
        types: placed(&graph.order, &names, &files.types),
        twins: facts.twins.keys().copied().collect(),
        order: graph.order,
        fields: members.fields,
        extras: members.extras,
        variants: members.variants,
        unknowns: members.unknowns,
        operations,
        error_body,
        headers,
        forms,
        credentials: credentials::credentials(api, lock.members.get("Credentials")),
        files: files.files,
        derives: wishes.derives,
        attributes: wishes.attributes,
        closed: wishes.closed,
    }
}

/// What the enum of all errors could be called.
fn error_names() -> [String; 3] {
    ["ErrorBody", "ErrorReply", "ApiErrorBody"].map(str::to_owned)
}

/// The names of the types, with the files they live in.
fn placed(
    order: &[ShapeId],
    names: &FxHashMap<ShapeId, String>,
    files: &FxHashMap<ShapeId, usize>,
) -> FxHashMap<ShapeId, TypeName> {
    let named = order.iter().filter_map(|id| {
        let name = names.get(id)?.clone();
        let file = files.get(id).copied().unwrap_or(0);
        Some((*id, TypeName { name, file }))
    });
    named.collect()
}

/// What the keys of `[names]` could be: the names of types, and where they stand.
fn known(api: &Api, graph: &graph::Graph, names: &FxHashMap<ShapeId, String>) -> Vec<String> {
    let sites = graph.order.iter().flat_map(|id| api.shapes.sites(*id));
    let places = sites.flat_map(|site| {
        let parts = site.parts.iter().map(|part| part.pointer.to_string());
        parts.chain([site.pointer.to_string()])
    });
    let mut known: Vec<String> = places.chain(names.values().cloned()).collect();
    known.sort_unstable();
    known
}

fn package(api: &Api, settings: &Settings) -> String {
    let own = settings.package.name.clone();
    own.unwrap_or_else(|| {
        let title = words::kebab(&api.title);
        match words::short(&title, '-') {
            "" => "api-client".to_owned(),
            title if title.starts_with(|c: char| c.is_ascii_digit()) => format!("api-{title}"),
            title if is_taken(title) => format!("{title}-client"),
            title => title.to_owned(),
        }
    })
}

/// Whether a package cannot have a name: a keyword, a device, a crate of Rust's own, or one that
/// the emitted crate may depend on.
fn is_taken(package: &str) -> bool {
    const CRATES: [&str; 25] = [
        "alloc",
        "bytes",
        "chrono",
        "core",
        "futures-core",
        "http",
        "http-body",
        "httpdate",
        "jiff",
        "percent-encoding",
        "proc-macro",
        "quick-xml",
        "reqwest",
        "rust-decimal",
        "secrecy",
        "serde",
        "serde-core",
        "serde-json",
        "std",
        "test",
        "time",
        "tokio",
        "tracing",
        "url",
        "uuid",
    ];
    words::is_keyword(package) || files::is_device(package) || CRATES.contains(&package)
}

/// Every name the emitted crate has.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// The package name, with hyphens.
    pub package: String,
    /// The types that got a number, because no other name was left.
    pub numbered: Vec<String>,
    /// The types in the order in which a reader of the description meets them.
    pub order: Vec<ShapeId>,
    /// The types that are sent, and are received otherwise.
    pub twins: FxHashSet<ShapeId>,
    /// Type names of records, unions, choices and wrappers that are reachable.
    pub types: FxHashMap<ShapeId, TypeName>,
    /// Field names, by record and index; of a wrapper none.
    pub fields: FxHashMap<(ShapeId, usize), String>,
    /// The name of the member that keeps unknown (or additional) members, of every record.
    pub extras: FxHashMap<ShapeId, String>,
    /// Variant names of unions and choices, by index.
    pub variants: FxHashMap<(ShapeId, usize), String>,
    /// The name of the variant that keeps unknown values, of every union and choice.
    pub unknowns: FxHashMap<ShapeId, String>,
    /// Per operation, by index into `Api::operations`.
    pub operations: Vec<OperationName>,
    /// The error enum.
    pub error_body: String,
    /// The variants of the error enum: payload shape and variant name, in order of first use.
    pub errors: Vec<(ShapeId, String)>,
    /// The types of reply headers, as `Facts::headers` has them.
    pub headers: Vec<HeadersName>,
    /// The types of multipart forms, as `Facts::forms` has them.
    pub forms: Vec<FormName>,
    /// The credentials enum's variants, in order.
    pub credentials: Vec<CredentialName>,
    /// Files (`types/<file>.rs`, `codec/<file>.rs`, `client/<file>.rs`) in order, with docs.
    pub files: Vec<FileName>,
    /// Derives that a person wants beside the usual ones, by type.
    pub derives: FxHashMap<ShapeId, Vec<String>>,
    /// Attributes that a person wants, by type.
    pub attributes: FxHashMap<ShapeId, Vec<String>>,
    /// Unions and choices that keep no unknown values, and the variant (by index) that stands for
    /// one while it is being read.
    pub closed: FxHashMap<ShapeId, usize>,
}

impl Names {
    /// Every name, of types, members, variants, methods, arguments and statics.
    pub fn identifiers(&self) -> impl Iterator<Item = &str> {
        let types = self.types.values().map(|type_| &type_.name);
        let members = self.fields.values().chain(self.variants.values());
        let rest = self.extras.values().chain(self.unknowns.values());
        let errors = self.errors.iter().map(|(_, name)| name);
        let credentials = self.credentials.iter();
        let credentials = credentials.flat_map(|name| name.fields.iter().chain([&name.variant]));
        let operations = self.operations.iter().flat_map(OperationName::identifiers);
        let modules = self.files.iter().map(|file| &file.module);
        let headers = self.headers.iter();
        let headers = headers.flat_map(|name| name.fields.iter().chain([&name.name]));
        let forms = self.forms.iter().map(|form| &form.name);
        let beside = headers.chain(forms);
        let all = types.chain(members).chain(rest).chain(errors).chain(beside);
        let all = all.chain(credentials).chain(operations).chain(modules);
        all.map(String::as_str)
    }
}

impl OperationName {
    fn identifiers(&self) -> impl Iterator<Item = &String> {
        let own = [
            &self.method,
            &self.marker,
            &self.constant,
            &self.pages,
            &self.reply,
        ];
        let given = self.parameters.iter().chain([&self.body]);
        own.into_iter().chain(&self.reply_variants).chain(given)
    }
}

/// The type of a multipart form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormName {
    /// Its name, unique in the crate.
    pub name: String,
    /// Where it stands first.
    pub at: Pointer,
}

/// The type of some reply headers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadersName {
    /// Its name, unique in the crate.
    pub name: String,
    /// The names of its fields.
    pub fields: Vec<String>,
    /// The headers of the fields.
    pub wires: Vec<String>,
    /// Where they stand first.
    pub at: Pointer,
}

/// Where a type lives and what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeName {
    /// The type's name, unique in the crate.
    pub name: String,
    /// Index into [`Names::files`].
    pub file: usize,
}

/// A module of the emitted crate that holds what belongs to one resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileName {
    /// The module's name.
    pub module: String,
    /// The tag it stands for; `None` for what several resources share.
    pub tag: Option<String>,
}

/// The names of an operation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OperationName {
    /// The method on `Client`: `list_routes`. The static table is this in upper case, the type of
    /// its optional parameters this in upper camel case (`marker`).
    pub method: String,
    /// The type that carries the setters of its optional parameters. An operation without any has
    /// one too: the first that is added must not change what its method returns.
    pub marker: String,
    /// The static that describes it.
    pub constant: String,
    /// The static that tells how its pages follow each other, where it has any.
    pub pages: String,
    /// The enum of its success replies, where they are of several types; empty otherwise.
    pub reply: String,
    /// Variants of that enum, by index into `Operation::replies`.
    pub reply_variants: Vec<String>,
    /// Argument or setter name of each parameter, by index.
    pub parameters: Vec<String>,
    /// Argument or setter name of the body.
    pub body: String,
    /// Index into [`Names::files`].
    pub file: usize,
}

/// One variant of the credentials enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialName {
    /// The schemes it satisfies, by their names in the description.
    pub schemes: Vec<String>,
    /// The variant's name.
    pub variant: String,
    /// The field of each scheme; empty for a single scheme, which is a newtype variant.
    pub fields: Vec<String>,
}
