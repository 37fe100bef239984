//! Each method's docs hold a call of it, which rustdoc compiles.
//!
//! Text and numbers stand in the call as literals; what needs thought to build is taken as given.

use proc_macro2::TokenStream;

use super::{operation::Given, scope::Scope, streamed::Streamed};
use crate::{ir::Operation, name::OperationName};

/// So wide that a call still fits a line of docs.
const WIDTH: usize = 84;

/// What a method is called on: how the example calls it, its type, and where that is.
pub(crate) struct On<'a> {
    pub(crate) name: &'a str,
    pub(crate) type_: &'a str,
    pub(crate) module: &'a str,
}

/// The client itself.
pub(crate) const CLIENT: On<'static> = On {
    name: "client",
    type_: "Client",
    module: "",
};

/// The lines of a call of the method; `success` is what it gives.
pub(crate) fn example<'g>(
    scope: &Scope<'_>,
    on: &On<'_>,
    (operation, name): (&Operation, &OperationName),
    given: impl Iterator<Item = &'g Given<'g>>,
    success: &TokenStream,
) -> Vec<String> {
    let crate_name = scope.names.package.replace('-', "_");
    let mut taken = String::new();
    let mut arguments = Vec::new();
    for given in given {
        let takes = given.takes.to_string().replace(' ', "");
        let of_crate = scope.has_type(takes.trim_start_matches('&'));
        let argument = match takes.as_str() {
            "&str" => format!("{:?}", usual_text(given)),
            "i32" | "i64" | "u32" | "u64" => "1".to_owned(),
            "f32" | "f64" => "1.0".to_owned(),
            "bool" => "true".to_owned(),
            _ if of_crate => {
                let reference = if takes.starts_with('&') { "&" } else { "" };
                let type_ = takes.trim_start_matches('&');
                taken.push_str(&format!(", {}: {reference}types::{type_}", given.name));
                given.name.to_string()
            }
            "implInto<Multipart>" => format!("{crate_name}::runtime::multipart::Multipart::new()"),
            _ => stand_in(&takes).to_owned(),
        };
        arguments.push(argument);
    }
    let call = format!(".{}({})", name.method, arguments.join(", "));
    let mut lines = vec![
        format!(
            "# use {crate_name}::{{{}{}, Error, types}};",
            on.module, on.type_
        ),
        format!(
            "# async fn example({}: &{}{taken}) -> Result<(), Error> {{",
            on.name, on.type_
        ),
    ];
    let by_event = Streamed::of(scope, operation).is_some_and(|streamed| streamed.is_events_only());
    lines.extend(calling(on.name, &call, success, by_event));
    lines.extend(["# Ok(())".to_owned(), "# }".to_owned()]);
    lines
}

/// The lines that make the call and read what it gives: as a whole, or event by event.
fn calling(receiver: &str, call: &str, success: &TokenStream, by_event: bool) -> Vec<String> {
    let (bind, read) = match success.to_string().replace(' ', "").as_str() {
        _ if by_event => ("let mut events = ", ".events()"),
        "()" => ("", ""),
        _ => ("let reply = ", ""),
    };
    let whole = format!("{bind}{receiver}{call}{read}.await?;");
    let mut lines = if whole.len() <= WIDTH {
        vec![whole]
    } else {
        vec![
            format!("{bind}{receiver}"),
            format!("    {call}"),
            format!("    {read}.await?;"),
        ]
    };
    if by_event {
        lines.extend([
            "while let Some(event) = events.next().await {".to_owned(),
            "    let event = event?;".to_owned(),
            "}".to_owned(),
        ]);
    }
    lines
}

/// What is usual for a text, or else what it is called.
fn usual_text(given: &Given<'_>) -> String {
    let usual = given
        .default
        .and_then(|json| serde_json::from_str(json).ok());
    usual.unwrap_or_else(|| given.wire.unwrap_or("text").to_owned())
}

/// A value for what neither is a literal nor a type of the crate.
fn stand_in(takes: &str) -> &'static str {
    if takes.starts_with("impl") {
        "String::new()"
    } else if takes.starts_with('&') {
        "&Default::default()"
    } else {
        "Default::default()"
    }
}
