//! The runtime files, copied as they stand where they are compiled and tested.

use super::{Body, File};

macro_rules! files {
    ($($path:literal)*) => {
        [$(($path, include_str!(concat!("../../runtime/src/runtime/", $path)))),*]
    };
}

/// The files by their paths below `src/runtime/`.
const FILES: &[(&str, &str)] = &files! {
    "api.rs"
    "authorize.rs"
    "client.rs"
    "clock.rs"
    "draft.rs"
    "error.rs"
    "error/build.rs"
    "execute.rs"
    "json.rs"
    "json/base64.rs"
    "json/bridge.rs"
    "json/bridge/de.rs"
    "json/bridge/parts.rs"
    "json/bridge/ser.rs"
    "json/bridge/visit.rs"
    "json/error.rs"
    "json/flat.rs"
    "json/impls.rs"
    "json/reader.rs"
    "json/record.rs"
    "json/scan.rs"
    "json/sink.rs"
    "json/source.rs"
    "json/table.rs"
    "json/unknown.rs"
    "json/value.rs"
    "json/writer.rs"
    "mod.rs"
    "net.rs"
    "parameter.rs"
    "parameter/encode.rs"
    "path.rs"
    "payload.rs"
    "redirect.rs"
    "request.rs"
    "response.rs"
    "retry.rs"
    "secret.rs"
    "token.rs"
    "transport.rs"
};

/// How many files there are.
pub(crate) const COUNT: usize = FILES.len();

/// The runtime file with this index.
pub(crate) fn file(index: usize) -> Option<File> {
    let (path, text) = FILES.get(index)?;
    Some(File {
        path: format!("src/runtime/{path}"),
        body: Body::Text((*text).to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use super::FILES;

    fn walk(folder: &Path, base: &Path, into: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, base, into);
            } else {
                let name = path.strip_prefix(base).expect("below the runtime");
                into.insert(name.to_string_lossy().replace('\\', "/"));
            }
        }
    }

    #[test]
    fn every_runtime_file_is_copied() {
        let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime/src/runtime");
        let mut found = BTreeSet::new();
        walk(&base, &base, &mut found);
        let known: BTreeSet<_> = FILES.iter().map(|(path, _)| (*path).to_owned()).collect();
        assert_eq!(known, found);
    }
}
