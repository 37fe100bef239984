//! The types of the routes API as the generator writes them.

use std::collections::BTreeMap;

use crate::runtime::json::{UnknownMembers, Value};

/// A step of a route.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Element {
    Start(StartElement),
    Conditional(ConditionalElement),
    Percentage(PercentageElement),
    Rate(RateElement),
    Model(ModelElement),
    End(EndElement),
    /// An element that this version does not know.
    Unknown(Value),
}

#[derive(Debug, Clone, PartialEq)]
pub struct StartElement {
    pub id: String,
    pub outputs: StartOutputs,
    pub unknown: UnknownMembers,
}

#[derive(Debug, Clone, PartialEq)]
pub struct StartOutputs {
    pub next: ElementId,
    pub unknown: UnknownMembers,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ElementId {
    pub element_id: String,
    pub unknown: UnknownMembers,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConditionalElement {
    pub id: String,
    pub outputs: ConditionalOutputs,
    pub properties: ConditionalProperties,
    pub unknown: UnknownMembers,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConditionalOutputs {
    pub true_: ElementId,
    pub false_: ElementId,
    pub unknown: UnknownMembers,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ConditionalProperties {
    pub conditions: Option<BTreeMap<String, Value>>,
    pub unknown: UnknownMembers,
}

#[derive(Debug, Clone, PartialEq)]
pub struct PercentageElement {
    pub id: String,
    pub outputs: BTreeMap<String, ElementId>,
    pub unknown: UnknownMembers,
}

#[derive(Debug, Clone, PartialEq)]
pub struct RateElement {
    pub id: String,
    pub outputs: FallbackOutputs,
    pub properties: RateProperties,
    pub unknown: UnknownMembers,
}

#[derive(Debug, Clone, PartialEq)]
pub struct FallbackOutputs {
    pub success: ElementId,
    pub fallback: ElementId,
    pub unknown: UnknownMembers,
}

#[derive(Debug, Clone, PartialEq)]
pub struct RateProperties {
    pub limit_type: LimitType,
    pub key: String,
    pub limit: f64,
    pub window: f64,
    pub unknown: UnknownMembers,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LimitType {
    Count,
    Cost,
    /// A value that this version does not know.
    Unknown(String),
}

impl LimitType {
    pub fn as_str(&self) -> &str {
        match self {
            Self::Count => "count",
            Self::Cost => "cost",
            Self::Unknown(other) => other,
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ModelElement {
    pub id: String,
    pub outputs: FallbackOutputs,
    pub properties: ModelProperties,
    pub unknown: UnknownMembers,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ModelProperties {
    pub provider: String,
    pub model: String,
    pub timeout: f64,
    pub retries: f64,
    pub unknown: UnknownMembers,
}

#[derive(Debug, Clone, PartialEq)]
pub struct EndElement {
    pub id: String,
    pub outputs: BTreeMap<String, ElementId>,
    pub unknown: UnknownMembers,
}
