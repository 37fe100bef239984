//! A small model, built by hand, becomes types and codecs that read as if written by hand.

mod model;

use std::collections::BTreeMap;

use codegen::{emit, ir::Api, name, pass::Facts, render, report::Report, settings::Settings};

fn files(api: &Api) -> BTreeMap<String, String> {
    let settings = Settings::default();
    let mut facts = Facts::default();
    facts.sent.extend(api.shapes.ids());
    facts.received.extend(api.shapes.ids());
    let names = name::name(
        api,
        &facts,
        &settings,
        &Default::default(),
        &mut Report::default(),
    );
    render::render(&emit::emit(api, &facts, &names, &settings)).expect("Rust")
}

#[test]
fn types_read_as_if_written_by_hand() {
    let files = files(&model::sample());
    insta::assert_snapshot!("types", files["src/types.rs"]);
}

#[test]
fn a_codec_is_a_line_for_each_member() {
    let files = files(&model::sample());
    insta::assert_snapshot!("codec", files["src/codec.rs"]);
}
