//! The codec of the routes API as the generator writes it.

use crate::runtime::json::{
    In, Json, Out, Result, Table, UnknownMembers, Value, blank, bridge, optional, required, table,
    tag, text,
};
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

impl StartElement {
    const FIELDS: Table<2> =
        table([required("id"), required("outputs")]).constants(&[tag("type", text("start"))]);
}

impl Json for StartElement {
    fn blank() -> Self {
        Self {
            id: blank(),
            outputs: blank(),
            unknown: UnknownMembers::new(),
        }
    }

    #[inline]
    fn read(&mut self, r: &mut In<'_>) -> Result {
        r.record(
            &Self::FIELDS,
            [&mut self.id, &mut self.outputs],
            &mut self.unknown,
        )
    }

    #[inline]
    fn write(&self, w: &mut Out<'_>) {
        w.record(&Self::FIELDS, [&self.id, &self.outputs], &self.unknown)
    }
}

impl StartOutputs {
    const FIELDS: Table<1> = table([required("next")]);
}

impl Json for StartOutputs {
    fn blank() -> Self {
        Self {
            next: blank(),
            unknown: UnknownMembers::new(),
        }
    }

    #[inline]
    fn read(&mut self, r: &mut In<'_>) -> Result {
        r.record(&Self::FIELDS, [&mut self.next], &mut self.unknown)
    }

    #[inline]
    fn write(&self, w: &mut Out<'_>) {
        w.record(&Self::FIELDS, [&self.next], &self.unknown)
    }
}

impl ElementId {
    const FIELDS: Table<1> = table([required("elementId")]);
}

impl Json for ElementId {
    fn blank() -> Self {
        Self {
            element_id: blank(),
            unknown: UnknownMembers::new(),
        }
    }

    #[inline]
    fn read(&mut self, r: &mut In<'_>) -> Result {
        r.record(&Self::FIELDS, [&mut self.element_id], &mut self.unknown)
    }

    #[inline]
    fn write(&self, w: &mut Out<'_>) {
        w.record(&Self::FIELDS, [&self.element_id], &self.unknown)
    }
}

impl ConditionalElement {
    const FIELDS: Table<3> = table([required("id"), required("outputs"), required("properties")])
        .constants(&[tag("type", text("conditional"))]);
}

impl Json for ConditionalElement {
    fn blank() -> Self {
        Self {
            id: blank(),
            outputs: blank(),
            properties: blank(),
            unknown: UnknownMembers::new(),
        }
    }

    #[inline]
    fn read(&mut self, r: &mut In<'_>) -> Result {
        r.record(
            &Self::FIELDS,
            [&mut self.id, &mut self.outputs, &mut self.properties],
            &mut self.unknown,
        )
    }

    #[inline]
    fn write(&self, w: &mut Out<'_>) {
        w.record(
            &Self::FIELDS,
            [&self.id, &self.outputs, &self.properties],
            &self.unknown,
        )
    }
}

impl ConditionalOutputs {
    const FIELDS: Table<2> = table([required("true"), required("false")]);
}

impl Json for ConditionalOutputs {
    fn blank() -> Self {
        Self {
            true_: blank(),
            false_: blank(),
            unknown: UnknownMembers::new(),
        }
    }

    #[inline]
    fn read(&mut self, r: &mut In<'_>) -> Result {
        r.record(
            &Self::FIELDS,
            [&mut self.true_, &mut self.false_],
            &mut self.unknown,
        )
    }

    #[inline]
    fn write(&self, w: &mut Out<'_>) {
        w.record(&Self::FIELDS, [&self.true_, &self.false_], &self.unknown)
    }
}

impl ConditionalProperties {
    const FIELDS: Table<1> = table([optional("conditions")]);
}

impl Json for ConditionalProperties {
    fn blank() -> Self {
        Self {
            conditions: blank(),
            unknown: UnknownMembers::new(),
        }
    }

    #[inline]
    fn read(&mut self, r: &mut In<'_>) -> Result {
        r.record(&Self::FIELDS, [&mut self.conditions], &mut self.unknown)
    }

    #[inline]
    fn write(&self, w: &mut Out<'_>) {
        w.record(&Self::FIELDS, [&self.conditions], &self.unknown)
    }
}

impl PercentageElement {
    const FIELDS: Table<2> =
        table([required("id"), required("outputs")]).constants(&[tag("type", text("percentage"))]);
}

impl Json for PercentageElement {
    fn blank() -> Self {
        Self {
            id: blank(),
            outputs: blank(),
            unknown: UnknownMembers::new(),
        }
    }

    #[inline]
    fn read(&mut self, r: &mut In<'_>) -> Result {
        r.record(
            &Self::FIELDS,
            [&mut self.id, &mut self.outputs],
            &mut self.unknown,
        )
    }

    #[inline]
    fn write(&self, w: &mut Out<'_>) {
        w.record(&Self::FIELDS, [&self.id, &self.outputs], &self.unknown)
    }
}

impl RateElement {
    const FIELDS: Table<3> = table([required("id"), required("outputs"), required("properties")])
        .constants(&[tag("type", text("rate"))]);
}

impl Json for RateElement {
    fn blank() -> Self {
        Self {
            id: blank(),
            outputs: blank(),
            properties: blank(),
            unknown: UnknownMembers::new(),
        }
    }

    #[inline]
    fn read(&mut self, r: &mut In<'_>) -> Result {
        r.record(
            &Self::FIELDS,
            [&mut self.id, &mut self.outputs, &mut self.properties],
            &mut self.unknown,
        )
    }

    #[inline]
    fn write(&self, w: &mut Out<'_>) {
        w.record(
            &Self::FIELDS,
            [&self.id, &self.outputs, &self.properties],
            &self.unknown,
        )
    }
}

impl FallbackOutputs {
    const FIELDS: Table<2> = table([required("success"), required("fallback")]);
}

impl Json for FallbackOutputs {
    fn blank() -> Self {
        Self {
            success: blank(),
            fallback: blank(),
            unknown: UnknownMembers::new(),
        }
    }

    #[inline]
    fn read(&mut self, r: &mut In<'_>) -> Result {
        r.record(
            &Self::FIELDS,
            [&mut self.success, &mut self.fallback],
            &mut self.unknown,
        )
    }

    #[inline]
    fn write(&self, w: &mut Out<'_>) {
        w.record(
            &Self::FIELDS,
            [&self.success, &self.fallback],
            &self.unknown,
        )
    }
}

impl RateProperties {
    const FIELDS: Table<4> = table([
        required("limitType"),
        required("key"),
        required("limit"),
        required("window"),
    ]);
}

impl Json for RateProperties {
    fn blank() -> Self {
        Self {
            limit_type: blank(),
            key: blank(),
            limit: blank(),
            window: blank(),
            unknown: UnknownMembers::new(),
        }
    }

    #[inline]
    fn read(&mut self, r: &mut In<'_>) -> Result {
        r.record(
            &Self::FIELDS,
            [
                &mut self.limit_type,
                &mut self.key,
                &mut self.limit,
                &mut self.window,
            ],
            &mut self.unknown,
        )
    }

    #[inline]
    fn write(&self, w: &mut Out<'_>) {
        w.record(
            &Self::FIELDS,
            [&self.limit_type, &self.key, &self.limit, &self.window],
            &self.unknown,
        )
    }
}

impl ModelElement {
    const FIELDS: Table<3> = table([required("id"), required("outputs"), required("properties")])
        .constants(&[tag("type", text("model"))]);
}

impl Json for ModelElement {
    fn blank() -> Self {
        Self {
            id: blank(),
            outputs: blank(),
            properties: blank(),
            unknown: UnknownMembers::new(),
        }
    }

    #[inline]
    fn read(&mut self, r: &mut In<'_>) -> Result {
        r.record(
            &Self::FIELDS,
            [&mut self.id, &mut self.outputs, &mut self.properties],
            &mut self.unknown,
        )
    }

    #[inline]
    fn write(&self, w: &mut Out<'_>) {
        w.record(
            &Self::FIELDS,
            [&self.id, &self.outputs, &self.properties],
            &self.unknown,
        )
    }
}

impl ModelProperties {
    const FIELDS: Table<4> = table([
        required("provider"),
        required("model"),
        required("timeout"),
        required("retries"),
    ]);
}

impl Json for ModelProperties {
    fn blank() -> Self {
        Self {
            provider: blank(),
            model: blank(),
            timeout: blank(),
            retries: blank(),
            unknown: UnknownMembers::new(),
        }
    }

    #[inline]
    fn read(&mut self, r: &mut In<'_>) -> Result {
        r.record(
            &Self::FIELDS,
            [
                &mut self.provider,
                &mut self.model,
                &mut self.timeout,
                &mut self.retries,
            ],
            &mut self.unknown,
        )
    }

    #[inline]
    fn write(&self, w: &mut Out<'_>) {
        w.record(
            &Self::FIELDS,
            [&self.provider, &self.model, &self.timeout, &self.retries],
            &self.unknown,
        )
    }
}

impl EndElement {
    const FIELDS: Table<2> =
        table([required("id"), required("outputs")]).constants(&[tag("type", text("end"))]);
}

impl Json for EndElement {
    fn blank() -> Self {
        Self {
            id: blank(),
            outputs: blank(),
            unknown: UnknownMembers::new(),
        }
    }

    #[inline]
    fn read(&mut self, r: &mut In<'_>) -> Result {
        r.record(
            &Self::FIELDS,
            [&mut self.id, &mut self.outputs],
            &mut self.unknown,
        )
    }

    #[inline]
    fn write(&self, w: &mut Out<'_>) {
        w.record(&Self::FIELDS, [&self.id, &self.outputs], &self.unknown)
    }
}

bridge! { Element LimitType StartElement StartOutputs ElementId ConditionalElement ConditionalOutputs ConditionalProperties PercentageElement RateElement FallbackOutputs RateProperties ModelElement ModelProperties EndElement }
