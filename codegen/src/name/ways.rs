//! What the methods of an operation's further ways are called: `create_pet_form`, `get_pet_as_csv`.

use super::{types::LONG, words};
use crate::ir::{Api, Way};

/// The names that the method for a further way could have, best first; `usual` is the method of the
/// usual way.
pub(super) fn candidates(usual: &str, way: &Way) -> Vec<String> {
    let (media, link) = match way {
        Way::Usual => return vec![usual.to_owned()],
        Way::Sends(media) => (media, ""),
        Way::Accepts(media) => (media, "as_"),
    };
    let usual = usual.trim_end_matches('_');
    let essence = media.split(';').next().unwrap_or(media).trim();
    let words = [word(essence), words::snake(essence), words::snake(media)];
    let named = words.into_iter().filter(|word| !word.is_empty());
    named
        .map(|word| fitting(usual, &format!("{link}{word}")))
        .collect()
}

/// `usual_end`, with fewer words in the middle where that gets long.
fn fitting(usual: &str, end: &str) -> String {
    let whole = format!("{usual}_{end}");
    if whole.len() <= LONG {
        return whole;
    }
    let camel = words::camel(usual);
    let shorter = (1..LONG).rev().map(|most| {
        let usual = words::snake(&words::shortened(&camel, most));
        format!("{usual}_{end}")
    });
    let mut fits = shorter.skip_while(|name| name.len() > LONG);
    fits.next().unwrap_or(whole)
}

/// The name of the usual way among the operations up to `index`.
pub(super) fn usual<'n>(api: &Api, names: &'n [Option<String>], index: usize) -> Option<&'n str> {
    let mut before = api.operations.iter().zip(names).take(index + 1).rev();
    let (_, name) = before.find(|(operation, _)| operation.way == Way::Usual)?;
    name.as_deref()
}

/// A media type in a word: `form`, `csv`, `github_diff`.
fn word(essence: &str) -> String {
    let essence = essence.to_ascii_lowercase();
    let (family, kind) = essence.split_once('/').unwrap_or(("", &essence));
    let word = match (family, kind) {
        ("multipart", _) => "multipart",
        (_, "x-www-form-urlencoded") => "form",
        ("text", "plain") => "text",
        (_, "octet-stream") => "bytes",
        (_, "vnd.openxmlformats-officedocument.spreadsheetml.sheet") => "xlsx",
        (_, "vnd.openxmlformats-officedocument.wordprocessingml.document") => "docx",
        (_, "vnd.openxmlformats-officedocument.presentationml.presentation") => "pptx",
        ("*", _) => "any",
        (family, "*") => family,
        (_, kind) => ["vnd.", "prs.", "x-", "x."]
            .into_iter()
            .find_map(|start| kind.strip_prefix(start))
            .unwrap_or(kind),
    };
    words::snake(word.strip_suffix("+json").unwrap_or(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_loses_words_in_the_middle() {
        let usual = "get_domestic_payments_domestic_payment_id_payment_details";
        let way = Way::Accepts("application/jose+jwe".to_owned());
        let first = candidates(usual, &way).into_iter().next();
        let expected = "get_domestic_payments_id_payment_details_as_jose_jwe";
        assert_eq!(first.as_deref(), Some(expected));
    }

    #[test]
    fn a_way_is_called_after_what_its_media_type_says() {
        let first = |way| candidates("get_pet", &way).into_iter().next();
        for (media, word) in [
            ("multipart/form-data", "multipart"),
            ("application/x-www-form-urlencoded", "form"),
            ("text/plain; charset=utf-8", "text"),
            ("text/csv", "csv"),
            ("text/x-markdown", "markdown"),
            ("application/octet-stream", "bytes"),
            ("application/vnd.github.diff", "github_diff"),
            ("application/vnd.github.v3.star+json", "github_v3_star"),
            (
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "xlsx",
            ),
            ("image/*", "image"),
            ("*/*", "any"),
        ] {
            assert_eq!(
                first(Way::Sends(media.to_owned())),
                Some(format!("get_pet_{word}"))
            );
            assert_eq!(
                first(Way::Accepts(media.to_owned())),
                Some(format!("get_pet_as_{word}"))
            );
        }
    }
}
