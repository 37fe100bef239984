//! Words that are no good as the name of a type.

/// Names that mean something else to a reader of Rust, or that emitted files import.
#[rustfmt::skip]
pub(super) const RESERVED: [&str; 60] = [
    "Api", "AsRef", "BTreeMap", "Base64", "Body", "Box", "BuildError", "Bytes", "Client",
    "ClientBuilder", "Clone", "Credentials", "Date", "DateTime", "Debug", "Decimal",
    "DecodeError", "Default", "Drop", "Err", "From", "HeaderMap", "In", "Into", "Iterator", "Json", "Kind",
    "Method", "Multipart", "NaiveDate", "NaiveTime", "None", "Null", "OffsetDateTime", "Ok",
    "Operation", "Option", "Out", "Payload", "Request", "Result", "Scheme", "Secret",
    "SecretText", "Secrets", "Self", "Some", "Span", "String", "Style", "Table", "Time",
    "Timestamp", "ToString", "UnknownMembers", "Url", "Utc", "Uuid", "Value", "Vec",
];

/// Words that say nothing without what stands before them.
pub(super) const BARE: [&str; 30] = [
    "Data",
    "DataItem",
    "Item",
    "Items",
    "Result",
    "ResultItem",
    "Results",
    "Value",
    "Type",
    "Kind",
    "Properties",
    "Property",
    "Attributes",
    "Attribute",
    "Meta",
    "Metadata",
    "Options",
    "Option",
    "Error",
    "Response",
    "Request",
    "Object",
    "Detail",
    "Details",
    "Info",
    "Additional",
    "AdditionalItem",
    "Parameters",
    "Id",
    "Params",
];

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;

    /// Every `X` of `.import("path::to::X")` and `.json("X")` in the emitters.
    fn imported() -> Vec<String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/emit");
        let mut pending = vec![folder];
        let mut names = Vec::new();
        while let Some(folder) = pending.pop() {
            for entry in fs::read_dir(folder).expect("the emitters stand beside this") {
                let path = entry.expect("a folder entry").path();
                if path.is_dir() {
                    pending.push(path);
                    continue;
                }
                let text = fs::read_to_string(path).expect("a source file");
                for start in [".import(\"", ".json(\""] {
                    let paths = text
                        .split(start)
                        .skip(1)
                        .filter_map(|rest| rest.split('"').next());
                    names.extend(
                        paths
                            .filter_map(|path| path.rsplit("::").next())
                            .map(str::to_owned),
                    );
                }
            }
        }
        names.retain(|name| crate::name::words::is_camel(name));
        names
    }

    #[test]
    fn no_type_of_a_description_hides_what_an_emitted_file_imports() {
        let names = imported();
        assert!(names.iter().any(|name| name == "Value"), "{names:?}");
        for name in names {
            assert!(
                RESERVED.contains(&name.as_str()),
                "`{name}` is not reserved"
            );
        }
    }
}
