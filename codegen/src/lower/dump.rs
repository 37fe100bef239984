//! The model as text, for tests and for people.

use std::fmt::Write;

use crate::ir::{
    Access, Api, Choice, Content, Decision, Extras, Field, Literal, Operation, Record, Shape,
    ShapeId, Shapes, TagKind, Union,
};

/// The whole model as text: operations, then every shape that has a type, in the order of their
/// first sites.
pub fn dump(api: &Api) -> String {
    let mut out = String::new();
    for operation in &api.operations {
        dump_operation(&mut out, api, operation);
    }
    for webhook in &api.webhooks {
        let body = webhook
            .body
            .map_or_else(String::new, |body| name(&api.shapes, body));
        let _ = writeln!(out, "webhook {} {body}", webhook.name);
    }
    for id in api.shapes.ids() {
        match api.shapes.get(id) {
            Shape::Record(record) => dump_record(&mut out, &api.shapes, id, record),
            Shape::Union(union) => dump_union(&mut out, &api.shapes, id, union),
            Shape::Choice(choice) => dump_choice(&mut out, &api.shapes, id, choice),
            Shape::Alias(target) => {
                let _ = writeln!(
                    out,
                    "{} {}",
                    head(&api.shapes, id, "alias"),
                    name(&api.shapes, *target)
                );
            }
            Shape::Wrapper(target) => {
                let _ = writeln!(
                    out,
                    "{} {}",
                    head(&api.shapes, id, "wrapper"),
                    name(&api.shapes, *target)
                );
            }
            _ => {}
        }
    }
    out
}

fn dump_operation(out: &mut String, api: &Api, operation: &Operation) {
    let id = operation.id.as_deref().unwrap_or("-");
    let _ = writeln!(out, "{:?} {} {id}", operation.method, operation.path);
    for parameter in &operation.parameters {
        let _ = writeln!(
            out,
            "  {:?} {}{}: {} {:?}",
            parameter.location,
            parameter.wire,
            if parameter.required { "" } else { "?" },
            name(&api.shapes, parameter.shape),
            parameter.style,
        );
    }
    if let Some(body) = &operation.body {
        let _ = write!(out, "  body{}", if body.required { "" } else { "?" });
        dump_contents(out, &api.shapes, &body.contents);
    }
    for reply in &operation.replies {
        let _ = write!(out, "  {:?}", reply.status);
        dump_contents(out, &api.shapes, &reply.contents);
        for header in &reply.headers {
            let _ = writeln!(
                out,
                "    header {}: {}",
                header.wire,
                name(&api.shapes, header.shape)
            );
        }
    }
    if !operation.security.is_empty() {
        let alternatives = operation
            .security
            .iter()
            .map(|one| one.schemes.join("+"))
            .collect::<Vec<_>>();
        let _ = writeln!(out, "  security {}", alternatives.join(" | "));
    }
}

fn dump_contents(out: &mut String, shapes: &Shapes, contents: &[Content]) {
    for content in contents {
        let shape = content
            .shape
            .map_or_else(|| "-".to_owned(), |shape| name(shapes, shape));
        let _ = write!(out, " {}: {shape}", content.media);
    }
    out.push('\n');
}

/// How a shape is spelt where it is used.
fn name(shapes: &Shapes, id: ShapeId) -> String {
    if shapes.is_named(id) {
        return label(id);
    }
    match shapes.get(id) {
        Shape::Any => "any".to_owned(),
        Shape::Null => "null".to_owned(),
        Shape::Boolean => "boolean".to_owned(),
        Shape::Integer(width) => format!("{width:?}").to_lowercase(),
        Shape::Number { single: true } => "float".to_owned(),
        Shape::Number { single: false } => "number".to_owned(),
        Shape::Text(format) => match format!("{format:?}") {
            plain if plain == "Plain" => "text".to_owned(),
            other => format!("text({})", other.to_lowercase()),
        },
        Shape::Binary => "binary".to_owned(),
        Shape::List(item) => format!("[{}]", name(shapes, *item)),
        Shape::Map(value) => format!("{{{}}}", name(shapes, *value)),
        Shape::Tuple { items, rest } => {
            let mut parts = items
                .iter()
                .map(|item| name(shapes, *item))
                .collect::<Vec<_>>();
            parts.extend(rest.map(|rest| format!("{}…", name(shapes, rest))));
            format!("({})", parts.join(", "))
        }
        Shape::Nullable(inner) => format!("{}|null", name(shapes, *inner)),
        Shape::Record(_) | Shape::Union(_) | Shape::Choice(_) => label(id),
        Shape::Alias(_) | Shape::Wrapper(_) => label(id),
    }
}

/// A number for each shape: `#` for inline ones, `$` for those with a name.
fn label(id: ShapeId) -> String {
    match id.0.checked_sub(1 << 31) {
        Some(index) => format!("${index}"),
        None => format!("#{}", id.0),
    }
}

fn head(shapes: &Shapes, id: ShapeId, what: &str) -> String {
    let sites = shapes.sites(id);
    let first = sites
        .first()
        .map(|site| site.pointer.to_string())
        .unwrap_or_default();
    let more = if sites.len() > 1 {
        format!(" (and {} more)", sites.len() - 1)
    } else {
        String::new()
    };
    format!("{} {what} at {first}{more}", label(id))
}

fn dump_record(out: &mut String, shapes: &Shapes, id: ShapeId, record: &Record) {
    let extras = match record.extras {
        Extras::Open => String::new(),
        Extras::Closed => " closed".to_owned(),
        Extras::Typed(shape) => format!(" + {}", name(shapes, shape)),
    };
    let payload = match &record.payload_of {
        Some((wire, value)) => format!(" payload {wire}={value}"),
        None => String::new(),
    };
    let _ = writeln!(out, "{}{extras}{payload}", head(shapes, id, "record"));
    for field in &record.fields {
        dump_field(out, shapes, field);
    }
}

fn dump_field(out: &mut String, shapes: &Shapes, field: &Field) {
    let Field {
        wire,
        shape,
        required,
        constant,
        default,
        access,
    } = field;
    let _ = write!(
        out,
        "  {wire}{}: {}",
        if *required { "" } else { "?" },
        name(shapes, *shape)
    );
    if let Some(constant) = constant {
        let _ = write!(out, " = {}", literal(constant));
    }
    if let Some(default) = default {
        let _ = write!(out, " default {default}");
    }
    match access {
        Access::Both => {}
        Access::ReadOnly => out.push_str(" read-only"),
        Access::WriteOnly => out.push_str(" write-only"),
    }
    out.push('\n');
}

fn literal(literal: &Literal) -> String {
    match literal {
        Literal::Text(text) => format!("{text:?}"),
        Literal::Integer(number) => number.to_string(),
        Literal::Json(text) => text.clone(),
        Literal::Boolean(flag) => flag.to_string(),
    }
}

fn dump_union(out: &mut String, shapes: &Shapes, id: ShapeId, union: &Union) {
    let decision = match &union.decision {
        Decision::Tag {
            wire,
            declared,
            kind,
            optional,
        } => {
            let declared = if *declared { " (declared)" } else { "" };
            let kind = match kind {
                TagKind::Text => "",
                TagKind::Literal => " (no text)",
            };
            let optional = if *optional { " (may be missing)" } else { "" };
            format!("tag {wire}{declared}{kind}{optional}")
        }
        Decision::Kind => "kind".to_owned(),
        Decision::Keys => "keys".to_owned(),
        Decision::Order => "order".to_owned(),
    };
    let _ = writeln!(out, "{} by {decision}", head(shapes, id, "union"));
    for variant in &union.variants {
        let marks = match &union.decision {
            Decision::Tag { .. } => variant.tags.join("|"),
            Decision::Kind => format!("{:?}", variant.kinds),
            Decision::Keys => variant.keys.join("+"),
            Decision::Order => String::new(),
        };
        let _ = writeln!(out, "  {marks} -> {}", name(shapes, variant.shape));
    }
}

fn dump_choice(out: &mut String, shapes: &Shapes, id: ShapeId, choice: &Choice) {
    let values = choice.values.iter().map(literal).collect::<Vec<_>>();
    let _ = writeln!(out, "{} {}", head(shapes, id, "choice"), values.join(" | "));
}
