//! The same records as a client has them and with serde derive.

use std::collections::BTreeMap;

use crate::runtime::json::{UnknownMembers, bridge, record};
use crate::{tagged, types};

/// One record in both styles, from one list of fields.
macro_rules! records {
    ($($name:ident $count:literal { $($field:ident: $type:ident $(<$inner:ty>)? = $presence:ident $wire:literal,)* })*) => {
        pub mod ours {
            use super::*;
            use types::Element;
            $(
                #[derive(Debug, Clone, PartialEq)]
                pub struct $name {
                    $(pub $field: $type $(<$inner>)?,)*
                    pub unknown: UnknownMembers,
                }

                record!($name {
                    $($field: $presence($wire),)*
                    ..unknown
                });

                bridge! { $name }
            )*
        }

        pub mod derived {
            use super::*;
            use tagged::Element;
            $(
                #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
                pub struct $name {
                    $(
                        #[serde(rename = $wire)]
                        #[serde(skip_serializing_if = "Absent::absent")]
                        pub $field: $type $(<$inner>)?,
                    )*
                }
            )*
        }
    };
}

/// Whether serde leaves a member out.
pub trait Absent {
    fn absent(&self) -> bool {
        false
    }
}

impl<T> Absent for Option<T> {
    fn absent(&self) -> bool {
        self.is_none()
    }
}

impl<T> Absent for Vec<T> {}
impl<T> Absent for BTreeMap<String, T> {}
impl Absent for String {}
impl Absent for bool {}
impl Absent for i64 {}
impl Absent for f64 {}
impl Absent for ours::Owner {}
impl Absent for derived::Owner {}

records! {
    Repository 24 {
        id: i64 = required "id",
        node_id: String = required "node_id",
        name: String = required "name",
        full_name: String = required "full_name",
        private: bool = required "private",
        owner: Owner = required "owner",
        html_url: String = required "html_url",
        description: Option<String> = required "description",
        fork: bool = required "fork",
        url: String = required "url",
        homepage: Option<String> = optional "homepage",
        size: i64 = required "size",
        stargazers_count: i64 = required "stargazers_count",
        language: Option<String> = optional "language",
        has_issues: Option<bool> = optional "has_issues",
        archived: bool = required "archived",
        license: Option<Box<License>> = optional "license",
        topics: Option<Vec<String>> = optional "topics",
        visibility: Option<String> = optional "visibility",
        score: f64 = required "score",
        pushed_at: Option<String> = optional "pushed_at",
        created_at: String = required "created_at",
        default_branch: String = required "default_branch",
        languages: Option<BTreeMap<String, i64>> = optional "languages",
    }
    Owner 8 {
        login: String = required "login",
        id: i64 = required "id",
        avatar_url: String = required "avatar_url",
        gravatar_id: Option<String> = optional "gravatar_id",
        kind: String = required "type",
        site_admin: bool = required "site_admin",
        email: Option<String> = optional "email",
        name: Option<String> = optional "name",
    }
    Route 8 {
        id: String = required "id",
        account_tag: String = required "account_tag",
        gateway_id: String = required "gateway_id",
        name: String = required "name",
        created_at: String = required "created_at",
        modified_at: String = required "modified_at",
        elements: Vec<Element> = required "elements",
        comment: Option<String> = optional "comment",
    }
    License 4 {
        key: String = required "key",
        name: String = required "name",
        spdx_id: Option<String> = optional "spdx_id",
        url: Option<String> = optional "url",
    }
}
