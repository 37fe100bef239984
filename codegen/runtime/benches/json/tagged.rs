//! The elements of a route as serde derive has them, and as one looks them up by hand.

use std::collections::BTreeMap;

use crate::runtime::json::{self, In, Json, Out, Step};
use crate::types;

#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Element {
    Start {
        id: String,
        outputs: Start,
    },
    Conditional {
        id: String,
        outputs: Conditional,
        properties: Conditions,
    },
    Percentage {
        id: String,
        outputs: BTreeMap<String, ElementId>,
    },
    Rate {
        id: String,
        outputs: Fallback,
        properties: Rate,
    },
    Model {
        id: String,
        outputs: Fallback,
        properties: Model,
    },
    End {
        id: String,
        outputs: BTreeMap<String, ElementId>,
    },
}

macro_rules! parts {
    ($($name:ident { $($field:ident: $type:ty,)* })*) => {$(
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "camelCase")]
        pub struct $name { $(pub $field: $type,)* }
    )*};
}

parts! {
    ElementId { element_id: String, }
    Start { next: ElementId, }
    Conditional { r#true: ElementId, r#false: ElementId, }
    Conditions { conditions: Option<BTreeMap<String, serde_json::Value>>, }
    Fallback { success: ElementId, fallback: ElementId, }
    Rate { limit_type: String, key: String, limit: f64, window: f64, }
    Model { provider: String, model: String, timeout: f64, retries: f64, }
}

/// An element whose variant is looked up by a function that somebody wrote for it.
#[derive(Debug)]
pub struct ByHand(types::Element);

impl Json for ByHand {
    fn blank() -> Self {
        ByHand(types::Element::blank())
    }

    fn read(&mut self, r: &mut In<'_>) -> json::Result {
        use types::Element;
        let mut tag = None;
        r.retry(&mut |r| {
            let Some(tag) = &tag else {
                r.map(&mut |name, r| match name {
                    "type" => {
                        tag = Some(r.string()?);
                        Ok(())
                    }
                    _ => r.skip(),
                })?;
                return Ok(Step::Again);
            };
            self.0 = match tag.as_str() {
                "start" => Element::Start(r.get()?),
                "conditional" => Element::Conditional(r.get()?),
                "percentage" => Element::Percentage(r.get()?),
                "rate" => Element::Rate(r.get()?),
                "model" => Element::Model(r.get()?),
                "end" => Element::End(r.get()?),
                _ => Element::Unknown(r.value()?),
            };
            Ok(Step::Done)
        })
    }

    fn write(&self, w: &mut Out<'_>) {
        self.0.write(w);
    }
}
