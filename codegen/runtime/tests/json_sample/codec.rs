//! The codec of the routes API as the generator writes it.

use crate::runtime::json::{In, Json, Out, Result, Value, bridge, record};
use crate::types::{
    ConditionalElement, ConditionalOutputs, ConditionalProperties, Element, ElementId, EndElement,
    FallbackOutputs, LimitType, ModelElement, ModelProperties, PercentageElement, RateElement,
    RateProperties, StartElement, StartOutputs,
};

impl Json for Element {
    fn blank() -> Self {
        Self::Unknown(Value::Null)
    }

    #[inline]
    fn read(&mut self, r: &mut In<'_>) -> Result {
        r.tagged("type", &mut |tag, r| {
            *self = match tag {
                "start" => Self::Start(r.get()?),
                "conditional" => Self::Conditional(r.get()?),
                "percentage" => Self::Percentage(r.get()?),
                "rate" => Self::Rate(r.get()?),
                "model" => Self::Model(r.get()?),
                "end" => Self::End(r.get()?),
                _ => Self::Unknown(r.unknown()?),
            };
            Ok(())
        })
    }

    #[inline]
    fn write(&self, w: &mut Out<'_>) {
        match self {
            Self::Start(value) => value.write(w),
            Self::Conditional(value) => value.write(w),
            Self::Percentage(value) => value.write(w),
            Self::Rate(value) => value.write(w),
            Self::Model(value) => value.write(w),
            Self::End(value) => value.write(w),
            Self::Unknown(value) => value.write(w),
        }
    }
}

impl Json for LimitType {
    fn blank() -> Self {
        Self::Unknown(String::new())
    }

    #[inline]
    fn read(&mut self, r: &mut In<'_>) -> Result {
        *self = match r.str()? {
            "count" => Self::Count,
            "cost" => Self::Cost,
            other => Self::Unknown(other.to_owned()),
        };
        Ok(())
    }

    #[inline]
    fn write(&self, w: &mut Out<'_>) {
        w.str(self.as_str())
    }
}

record!(StartElement [tag("type", text("start"))] {
    id: required("id"),
    outputs: required("outputs"),
    ..unknown
});

record!(StartOutputs {
    next: required("next"),
    ..unknown
});

record!(ElementId {
    element_id: required("elementId"),
    ..unknown
});

record!(ConditionalElement [tag("type", text("conditional"))] {
    id: required("id"),
    outputs: required("outputs"),
    properties: required("properties"),
    ..unknown
});

record!(ConditionalOutputs {
    true_: required("true"),
    false_: required("false"),
    ..unknown
});

record!(ConditionalProperties {
    conditions: optional("conditions"),
    ..unknown
});

record!(PercentageElement [tag("type", text("percentage"))] {
    id: required("id"),
    outputs: required("outputs"),
    ..unknown
});

record!(RateElement [tag("type", text("rate"))] {
    id: required("id"),
    outputs: required("outputs"),
    properties: required("properties"),
    ..unknown
});

record!(FallbackOutputs {
    success: required("success"),
    fallback: required("fallback"),
    ..unknown
});

record!(RateProperties {
    limit_type: required("limitType"),
    key: required("key"),
    limit: required("limit"),
    window: required("window"),
    ..unknown
});

record!(ModelElement [tag("type", text("model"))] {
    id: required("id"),
    outputs: required("outputs"),
    properties: required("properties"),
    ..unknown
});

record!(ModelProperties {
    provider: required("provider"),
    model: required("model"),
    timeout: required("timeout"),
    retries: required("retries"),
    ..unknown
});

record!(EndElement [tag("type", text("end"))] {
    id: required("id"),
    outputs: required("outputs"),
    ..unknown
});

bridge! { Element LimitType StartElement StartOutputs ElementId ConditionalElement ConditionalOutputs ConditionalProperties PercentageElement RateElement FallbackOutputs RateProperties ModelElement ModelProperties EndElement }
