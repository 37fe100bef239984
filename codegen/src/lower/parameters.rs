//! Parameters of a path item and its operation: each once, in the order they are met in the path.

use super::{Lower, site};
use crate::{
    ir::{Location, Parameter, ParameterStyle, Shape, ShapeId, TextFormat},
    load::Place,
    report::{Problem, codes},
};

impl<'d> Lower<'d, '_> {
    /// The parameters of the operation at `place` under the path item `item`.
    pub(super) fn parameters(
        &mut self,
        path: &str,
        item: &Place<'d>,
        place: &Place<'d>,
    ) -> Vec<Parameter> {
        let mut inherited = self.list(item);
        let own = self.list(place);
        inherited.retain(|known| {
            !own.iter()
                .any(|own| own.wire == known.wire && own.location == known.location)
        });
        inherited.extend(own);
        let names = placeholders(path);
        let mut ordered = Vec::with_capacity(inherited.len());
        for name in &names {
            let found = inherited
                .iter()
                .position(|known| known.location == Location::Path && known.wire == *name);
            ordered.push(match found {
                Some(index) => inherited.remove(index),
                None => self.undeclared(name, place),
            });
        }
        inherited
            .retain(|parameter| parameter.location != Location::Path || self.is_stray(parameter));
        ordered.extend(inherited);
        ordered
    }

    fn undeclared(&mut self, name: &str, place: &Place<'d>) -> Parameter {
        self.report.push(
            Problem::warning(
                codes::UNDECLARED_PARAMETER,
                &place.pointer,
                format!("the path has `{{{name}}}`, which is not declared as a parameter"),
            )
            .done("it is a required text argument")
            .help(format!("declare a parameter `{name}` with `in: path`")),
        );
        Parameter {
            wire: name.to_owned(),
            location: Location::Path,
            required: true,
            shape: self.text_shape(),
            style: ParameterStyle::Simple { explode: false },
            docs: None,
            deprecated: false,
            default: None,
            example: None,
            pointer: place.pointer.clone(),
        }
    }

    /// Reports a path parameter that the path does not have; it cannot be sent, so never kept.
    fn is_stray(&mut self, parameter: &Parameter) -> bool {
        self.report.push(
            Problem::warning(
                codes::STRAY_PARAMETER,
                &parameter.pointer,
                format!("the path has no `{{{}}}`", parameter.wire),
            )
            .done("the parameter is left out")
            .help("add it to the path, or remove the parameter"),
        );
        false
    }

    fn text_shape(&mut self) -> ShapeId {
        self.shapes.intern(Shape::Text(TextFormat::Plain))
    }

    fn list(&mut self, place: &Place<'d>) -> Vec<Parameter> {
        let mut list: Vec<Parameter> = Vec::new();
        for item in place.get("parameters").iter().flat_map(Place::items) {
            let Some(parameter) = self.parameter(&item) else {
                continue;
            };
            let known = list.iter().position(|known| {
                known.wire == parameter.wire && known.location == parameter.location
            });
            match known {
                None => list.push(parameter),
                Some(_) => self.report.push(
                    Problem::warning(
                        codes::DUPLICATE_PARAMETER,
                        &item.pointer,
                        format!("the parameter `{}` is declared twice", parameter.wire),
                    )
                    .done("the first declaration counts")
                    .help("remove one of the declarations"),
                ),
            }
        }
        list
    }

    fn parameter(&mut self, item: &Place<'d>) -> Option<Parameter> {
        let place = self.document.follow(item)?;
        let wire = place.text("name");
        let location = match place.text("in") {
            Some("path") => Some(Location::Path),
            Some("query") => Some(Location::Query),
            Some("header") => Some(Location::Header),
            Some("cookie") => Some(Location::Cookie),
            _ => None,
        };
        let (Some(wire), Some(location)) = (wire, location) else {
            self.report.push(
                Problem::warning(
                    codes::BAD_PARAMETER,
                    &place.pointer,
                    "a parameter without a `name`, or whose `in` is none of path, query, header, cookie",
                )
                .done("it is left out")
                .help("give its `name` and `in`")
                .degraded(),
            );
            return None;
        };
        if location == Location::Header && is_set_elsewhere(wire) {
            self.ignored(wire, &place);
            return None;
        }
        let schema = place.get("schema");
        let (shape, style) = match (&schema, place.get("content")) {
            (Some(schema), _) => (self.shape(schema), self.style(&place, location)),
            (None, Some(content)) => self.content_parameter(&place, &content),
            (None, None) => {
                self.report.push(
                    Problem::note(
                        codes::SHAPELESS,
                        &place.pointer,
                        "the parameter has neither `schema` nor `content`",
                    )
                    .done("it is text"),
                );
                (self.text_shape(), self.style(&place, location))
            }
        };
        let of_schema = |key: &str| Some(schema.as_ref()?.value.get(key)?.to_string());
        Some(Parameter {
            wire: wire.to_owned(),
            location,
            required: location == Location::Path || site::flag(&place, "required"),
            shape,
            style,
            docs: site::text(&place, "description")
                .or_else(|| site::text(schema.as_ref()?, "description")),
            deprecated: site::flag(&place, "deprecated"),
            default: of_schema("default"),
            example: site::example(&place).or_else(|| site::example(schema.as_ref()?)),
            pointer: place.pointer,
        })
    }

    fn ignored(&mut self, wire: &str, place: &Place<'d>) {
        self.report.push(
            Problem::note(
                codes::IGNORED_PARAMETER,
                &place.pointer,
                format!("OpenAPI says that a header parameter `{wire}` is ignored"),
            )
            .done("the client sets the header itself"),
        );
    }

    fn content_parameter(
        &mut self,
        place: &Place<'d>,
        content: &Place<'d>,
    ) -> (ShapeId, ParameterStyle) {
        let Some((media, one)) = content.members().next() else {
            return (self.text_shape(), ParameterStyle::Simple { explode: false });
        };
        if content.members().count() > 1 {
            self.report.push(
                Problem::note(
                    codes::BAD_PARAMETER,
                    &place.pointer,
                    "several media types for one parameter",
                )
                .done(format!("it is written as {media}")),
            );
        }
        let shape = match one.get("schema") {
            Some(schema) => self.shape(&schema),
            None => self.shapes.intern(Shape::Any),
        };
        (shape, ParameterStyle::Content(media.trim().to_owned()))
    }

    fn style(&mut self, place: &Place<'d>, location: Location) -> ParameterStyle {
        let named = place.text("style");
        let default = match location {
            Location::Query | Location::Cookie => "form",
            Location::Path | Location::Header => "simple",
        };
        let style = style(place, named.unwrap_or(default));
        let Some(style) = style.filter(|style| fits(style, location)) else {
            self.report.push(
                Problem::warning(
                    codes::UNKNOWN_STYLE,
                    &place.pointer.child("style"),
                    format!(
                        "no parameter in {location:?} has the style `{}`",
                        named.unwrap_or(default)
                    )
                    .to_lowercase(),
                )
                .done(format!("it is written in the style `{default}`"))
                .help("use a style of OpenAPI"),
            );
            return match location {
                Location::Query | Location::Cookie => ParameterStyle::Form {
                    explode: true,
                    reserved: false,
                },
                Location::Path | Location::Header => ParameterStyle::Simple { explode: false },
            };
        };
        style
    }
}

/// The style called `name`, with what `place` says of it.
pub(super) fn style(place: &Place<'_>, name: &str) -> Option<ParameterStyle> {
    let explode = place
        .value
        .get("explode")
        .and_then(serde_json::Value::as_bool);
    let exploded = explode.unwrap_or(name == "form");
    let reserved = site::flag(place, "allowReserved");
    Some(match name {
        "form" => ParameterStyle::Form {
            explode: exploded,
            reserved,
        },
        "simple" => ParameterStyle::Simple { explode: exploded },
        "label" => ParameterStyle::Label { explode: exploded },
        "matrix" => ParameterStyle::Matrix { explode: exploded },
        // Exploded, these two are written as `form` is.
        "spaceDelimited" | "pipeDelimited" if exploded => ParameterStyle::Form {
            explode: true,
            reserved,
        },
        "spaceDelimited" => ParameterStyle::Space { reserved },
        "pipeDelimited" => ParameterStyle::Pipe { reserved },
        "deepObject" => ParameterStyle::Deep { reserved },
        _ => return None,
    })
}

fn fits(style: &ParameterStyle, location: Location) -> bool {
    match style {
        ParameterStyle::Form { .. } => matches!(location, Location::Query | Location::Cookie),
        ParameterStyle::Simple { .. } => matches!(location, Location::Path | Location::Header),
        ParameterStyle::Label { .. } | ParameterStyle::Matrix { .. } => location == Location::Path,
        ParameterStyle::Space { .. }
        | ParameterStyle::Pipe { .. }
        | ParameterStyle::Deep { .. } => location == Location::Query,
        ParameterStyle::Content(_) => true,
    }
}

fn is_set_elsewhere(header: &str) -> bool {
    ["accept", "content-type", "authorization"]
        .iter()
        .any(|name| header.eq_ignore_ascii_case(name))
}

/// The names between braces in a path template, each once.
fn placeholders(path: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = path;
    while let Some((_, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        if !names.contains(&name) {
            names.push(name);
        }
        rest = after;
    }
    names
}
