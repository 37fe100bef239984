//! IP addresses as JSON has them.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::runtime::json::{In, Json, Out, Result};

macro_rules! by_text {
    ($($type:ty, $expected:literal;)*) => {$(
        impl Json for $type {
            fn blank() -> Self {
                Self::UNSPECIFIED
            }

            fn read(&mut self, r: &mut In<'_>) -> Result {
                *self = r.parse($expected)?;
                Ok(())
            }

            fn write(&self, w: &mut Out<'_>) {
                w.str(&self.to_string());
            }
        }
    )*};
}

by_text! {
    Ipv4Addr, "an IPv4 address";
    Ipv6Addr, "an IPv6 address";
}
