//! Tokens become formatted text with a header (prettyplease).
