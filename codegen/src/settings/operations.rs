//! `[select]`, `[pagination]` and `[servers]`: what is said of operations.

use serde::Deserialize;

/// `[select]`: an operation is kept if it matches any entry here, or there is none, and matches no
/// entry of `exclude`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Select {
    /// `operationId`s; `*` stands for any text.
    pub operations: Vec<String>,
    /// Paths, with or without a method before them: `/pets/*`, `GET /pets`.
    pub paths: Vec<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// What is left out all the same.
    pub exclude: Patterns,
}

/// `[select.exclude]`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Patterns {
    /// As in [`Select::operations`].
    pub operations: Vec<String>,
    /// As in [`Select::paths`].
    pub paths: Vec<String>,
    /// As in [`Select::tags`].
    pub tags: Vec<String>,
}

impl Select {
    /// Whether every operation is kept.
    pub fn is_all(&self) -> bool {
        *self == Select::default()
    }
}

/// `[servers]`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Servers {
    /// One of the description's servers, by its URL as written or its description.
    pub default: Option<String>,
    /// A base URL that the description does not have, asked in place of all that it has.
    pub url: Option<String>,
}

/// `[pagination.OPERATION]`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Paging {
    /// What moves on to the next page.
    pub style: PagingStyle,
    /// The query parameter that moves on (not for `link` and `none`).
    pub parameter: Option<String>,
    /// The query parameter with the size of a page.
    pub size: Option<String>,
    /// The members that lead from the payload to the list of items. Without it: found as usual.
    pub items: Option<Vec<String>>,
    /// The members that lead from the payload to the next cursor (`cursor` only).
    pub next: Option<Vec<String>>,
}

/// What moves on to the next page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PagingStyle {
    /// A number of the page.
    Page,
    /// How many items were given before.
    Offset,
    /// A cursor out of the last reply.
    Cursor,
    /// What the last item of the last reply is known by.
    After,
    /// `Link: <…>; rel="next"`.
    Link,
    /// Nothing: the operation gives all its items at once.
    None,
}
