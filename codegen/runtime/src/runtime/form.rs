//! Bodies in `application/x-www-form-urlencoded`.

use crate::runtime::{
    json::{self, Flat, Json},
    parameter::{Parameter, Style, encode},
    request::Request,
};

/// What the generated code puts requests together with.
#[doc(hidden)]
impl<T, E, P> Request<T, E, P> {
    /// Sends the members of `body` as a form. `styles` names those that are not written in the
    /// default way: scalars as they are, an array as a pair for each item, an object as JSON.
    pub fn form_body(mut self, body: &dyn Json, styles: &[(&str, Style)]) -> Self {
        match encoded(body, styles) {
            Ok(text) => self.raw_body("application/x-www-form-urlencoded", text),
            Err((name, why)) => {
                self.refuse(name, why);
                self
            }
        }
    }
}

fn encoded(body: &dyn Json, styles: &[(&str, Style)]) -> Result<String, (String, &'static str)> {
    let Flat::Object(members) = Flat::of(body) else {
        return Err((
            "body".to_owned(),
            "is not an object, and only that can be a form",
        ));
    };
    let values = json::to_value(body);
    let mut form = Vec::new();
    for (name, value) in members {
        let given = styles
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, style)| *style);
        let style = given.unwrap_or_else(|| default_style(&value));
        let pairs = encode::pairs(
            &name,
            style,
            &Member {
                value,
                json: values[&name].to_string(),
            },
        )
        .map_err(|why| (name, why))?;
        form.extend(
            pairs
                .into_iter()
                .map(|(name, value)| format!("{name}={value}")),
        );
    }
    Ok(form.join("&"))
}

/// Source: OpenAPI 3.0.4, "Encoding Object", default `contentType`.
fn default_style(value: &Flat) -> Style {
    let complex = |item: &Flat| matches!(item, Flat::Object(_) | Flat::List(_));
    match value {
        Flat::Object(_) => Style::Json,
        Flat::List(items) if items.iter().any(complex) => Style::Json,
        _ => Style::FORM,
    }
}

struct Member {
    value: Flat,
    json: String,
}

impl Parameter for Member {
    fn flat(&self) -> Flat {
        self.value.clone()
    }

    fn json(&self) -> String {
        self.json.clone()
    }
}
