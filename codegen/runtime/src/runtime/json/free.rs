//! Reads or skips values of any shape from text.

use serde_json::{Map, Value};

use super::number::Number;
use super::scan::Reader;
use super::{DecodeError, Result, Source};

impl Reader<'_> {
    pub(super) fn free_number(&mut self) -> Result<Value> {
        let start = self.at;
        let number = self.number_token()?;
        match number {
            Number::Unsigned(value) => Ok(value.into()),
            Number::Negative(value) => Ok(value.into()),
            Number::Other(_) => match number.to_f64() {
                Some(value) => Ok(value.into()),
                None => Err(DecodeError::syntax("a finite number", number.show(), start)),
            },
        }
    }

    pub(super) fn free_list(&mut self) -> Result<Value> {
        self.enter()?;
        let (mut items, mut first) = (Vec::new(), true);
        while self.next_item(&mut first)? {
            items.push(self.value().map_err(|error| error.under(items.len()))?);
        }
        Ok(Value::Array(items))
    }

    pub(super) fn free_object(&mut self) -> Result<Value> {
        self.enter()?;
        let (mut members, mut first) = (Map::new(), true);
        while let Some(name) = self.next_member(&mut first)? {
            let value = self.value().map_err(|error| error.under(&name))?;
            members.insert(name.into_owned(), value);
        }
        Ok(Value::Object(members))
    }

    pub(super) fn skip_compound(&mut self) -> Result {
        let object = self.peek() == Some(b'{');
        self.enter()?;
        let mut first = true;
        if object {
            while self.next_member(&mut first)?.is_some() {
                self.skip()?;
            }
        } else {
            while self.next_item(&mut first)? {
                self.skip()?;
            }
        }
        Ok(())
    }
}
