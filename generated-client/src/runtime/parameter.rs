//! A parameter's value becomes text, as its `style` says (`encode`).

use crate::runtime::json::{self, Flat, Json};

pub(crate) mod encode;

/// How a parameter's value becomes text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `form`: `color=blue,black`, exploded `color=blue&color=black`.
    Form {
        /// A pair for each item or member.
        explode: bool,
        /// `allowReserved`.
        reserved: bool,
    },
    /// `simple`: `blue,black`.
    Simple {
        /// Members as `R=100` instead of `R,100`.
        explode: bool,
    },
    /// `label`: `.blue,black`.
    Label {
        /// A label for each item or member.
        explode: bool,
    },
    /// `matrix`: `;color=blue,black`.
    Matrix {
        /// A pair for each item or member.
        explode: bool,
    },
    /// `spaceDelimited`: `color=blue%20black`.
    Space {
        /// `allowReserved`.
        reserved: bool,
    },
    /// `pipeDelimited`: `color=blue%7Cblack`.
    Pipe {
        /// `allowReserved`.
        reserved: bool,
    },
    /// `deepObject`: `color%5BR%5D=100`.
    Deep {
        /// `allowReserved`.
        reserved: bool,
    },
    /// `content` with a JSON media type: the value as JSON text.
    Json,
}

impl Style {
    /// What a query parameter or cookie has if the description says nothing.
    pub const FORM: Style = Style::Form {
        explode: true,
        reserved: false,
    };
    /// What a path parameter or header has if the description says nothing.
    pub const SIMPLE: Style = Style::Simple { explode: false };
}

/// The value of a parameter.
pub trait Parameter {
    /// The value, if it is a text that is at hand.
    fn text(&self) -> Option<&str> {
        None
    }

    /// The value, with its texts as they are before they are encoded.
    fn flat(&self) -> Flat;

    /// The value as JSON text.
    fn json(&self) -> String;
}

impl<T: Json> Parameter for T {
    fn flat(&self) -> Flat {
        Flat::of(self)
    }

    fn json(&self) -> String {
        json::to_string(self)
    }
}

impl Parameter for &str {
    fn text(&self) -> Option<&str> {
        Some(self)
    }

    fn flat(&self) -> Flat {
        Flat::Text((*self).to_owned())
    }

    fn json(&self) -> String {
        json::to_string(&(*self).to_owned())
    }
}
