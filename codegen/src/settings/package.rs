//! What cargo takes for the name and the version of a package.

use super::{Settings, misfit};
use crate::{pointer::Pointer, report::Report};

impl Settings {
    /// Reports a name or version that cargo would refuse, or read as something else.
    pub(crate) fn check_package(&self, report: &mut Report) {
        let at = Pointer::root().child("crate");
        let package = &self.package;
        if let Some(name) = package.name.as_ref().filter(|name| !is_name(name)) {
            let met = format!("`{}` is no name of a package", name.escape_debug());
            let help = "write up to 64 letters, digits, `-` and `_`, a letter first";
            report.push(misfit(&at.child("name"), met, help));
        }
        if let Some(version) = package.version.as_ref().filter(|text| !is_version(text)) {
            let met = format!("`{}` is no version", version.escape_debug());
            let help = "write three numbers: `1.0.0`, or `1.0.0-beta.1`";
            report.push(misfit(&at.child("version"), met, help));
        }
    }
}

fn is_name(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.len() <= 64
        && text.chars().all(plain)
}

/// Source: Semantic Versioning 2.0.0.
fn is_version(text: &str) -> bool {
    let (rest, build) = text.split_once('+').unwrap_or((text, "0"));
    let (numbers, before) = rest.split_once('-').unwrap_or((rest, "0"));
    let number = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        digits && (text == "0" || !text.starts_with('0')) && text.parse::<u64>().is_ok()
    };
    let word = |text: &str| {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        !text.is_empty() && text.chars().all(plain)
    };
    numbers.split('.').count() == 3
        && numbers.split('.').all(number)
        && before.split('.').all(word)
        && build.split('.').all(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_versions_are_what_cargo_takes() {
        for name in ["a", "ai-gateway_2"] {
            assert!(is_name(name), "{name}");
        }
        for name in ["", "2a", "-a", "a b", "ä", "a/b", &"a".repeat(65)] {
            assert!(!is_name(name), "{name}");
        }
        for version in ["0.1.0", "1.0.0-beta.1", "1.0.0+build-2", "1.0.0-a+b"] {
            assert!(is_version(version), "{version}");
        }
        for version in [
            "", "1", "1.0", "01.0.0", "1.0.0-", "1.0.0-ä", "v1.0.0", "1.0.0+\n",
        ] {
            assert!(!is_version(version), "{version}");
        }
    }
}
