//! What a description may cost: size, depth and number have limits, and nothing grows faster than
//! the description does. `docs/fuzzing.md` lists the limits.

use std::{collections::BTreeSet, fmt::Write};

use codegen::{Input, Model, name::Lock, report::Report, settings::Settings};

fn understand(text: &str) -> Result<(Model, Report), Report> {
    codegen::understand(&Input {
        text,
        settings: &Settings::default(),
        lock: &Lock::default(),
        others: &|_| None,
        strict: false,
    })
}

/// A description with these component schemas, the first of which an operation gives back.
fn description(schemas: &str) -> String {
    format!(
        r##"{{"openapi": "3.1.0", "info": {{"title": "t", "version": "1"}}, "paths": {{"/a": {{"get": {{
        "operationId": "get", "responses": {{"200": {{"description": "d", "content": {{"application/json":
        {{"schema": {{"$ref": "#/components/schemas/A0"}}}}}}}}}}}}}}}},
        "components": {{"schemas": {{{schemas}}}}}}}"##
    )
}

/// Understands it, and gives it back with the codes of what was degraded.
fn understood(schemas: &str) -> (Model, Vec<&'static str>) {
    let (model, report) = understand(&description(schemas)).expect("a description");
    let problems = report.problems().iter().filter(|problem| problem.degraded);
    let mut codes: Vec<_> = problems.map(|problem| problem.code).collect();
    codes.dedup();
    (model, codes)
}

/// Why a text is refused: the code and the place of the one error.
fn refused(text: &str) -> (&'static str, String) {
    let report = understand(text).expect_err("a refusal");
    let mut told = report.problems().iter();
    let told = told.next().filter(|_| report.problems().len() == 1);
    let problem = told.expect("one problem");
    (problem.code, problem.met.clone())
}

fn entries(count: usize, entry: impl Fn(usize) -> String) -> String {
    let entries: Vec<_> = (0..count).map(entry).collect();
    entries.join(", ")
}

fn reference(name: &str) -> String {
    format!(r##"{{"$ref": "#/components/schemas/{name}"}}"##)
}

/// Thirty levels, at each of which two schemas lead on to the next two: 2^30 ways down.
fn twofold(level: impl Fn(&str) -> String, ends: [&str; 2]) -> String {
    entries(60, |index| {
        let (depth, letter) = (index / 2, ["A", "B"][index % 2]);
        let next = |letter| reference(&format!("{letter}{}", depth + 1));
        let schema = match depth {
            29 => ends[index % 2].to_owned(),
            _ => level(&format!("[{}, {}]", next("A"), next("B"))),
        };
        format!(r#""{letter}{depth}": {schema}"#)
    })
}

#[test]
fn unions_that_lead_on_twofold_at_every_level_take_no_longer_than_they_are_long() {
    let objects = [
        r#"{"properties": {"a": {}}}"#,
        r#"{"properties": {"b": {}}}"#,
    ];
    let texts = [
        r#"{"type": "string"}"#,
        r#"{"type": "string", "format": "date"}"#,
    ];
    for keyword in ["oneOf", "anyOf", "allOf"] {
        understood(&twofold(
            |both| format!(r#"{{"{keyword}": {both}}}"#),
            objects,
        ));
        understood(&twofold(
            |both| format!(r#"{{"{keyword}": {both}}}"#),
            texts,
        ));
    }
    let (model, _) = understood(&twofold(
        |both| {
            format!(
                r#"{{"required": ["x", "y"], "properties": {{"x": {{"oneOf": {both}}}, "y": {{"oneOf": {both}}}}}}}"#
            )
        },
        objects,
    ));
    // A sample of it would have 2^30 values: there is none of such a type.
    assert!(!model.suite().types.is_empty());
}

#[test]
fn unions_with_members_beside_them_are_joined_so_often_and_then_told() {
    let (model, codes) = understood(&twofold(
        |both| format!(r#"{{"properties": {{"m": {{}}}}, "oneOf": {both}}}"#),
        [
            r#"{"properties": {"a": {}}}"#,
            r#"{"properties": {"b": {}}}"#,
        ],
    ));
    assert_eq!(codes, ["OAS0106"]);
    assert!(model.names.types.len() < 200_000);
}

#[test]
fn unions_that_are_branches_of_one_another_beside_members_are_told() {
    let schema = |own: &str, other: &str| {
        let branch = format!(r#"{{"required": ["{own}"], "properties": {{"{own}": {{}}}}}}"#);
        let branches = format!("[{}, {branch}]", reference(other));
        format!(r#"{{"properties": {{"{own}{own}": {{}}}}, "oneOf": {branches}}}"#)
    };
    let schemas = format!(
        r#""A0": {}, "B0": {}"#,
        schema("a", "B0"),
        schema("b", "A0")
    );
    let (_, codes) = understood(&schemas);
    assert_eq!(codes, ["OAS0106"]);
    let lone = |own: &str, other: &str| {
        let branches = format!("[{{\"allOf\": [{}]}}]", reference(other));
        format!(r#"{{"properties": {{"{own}": {{}}}}, "oneOf": {branches}}}"#)
    };
    understood(&format!(
        r#""A0": {}, "B0": {}"#,
        lone("a", "B0"),
        lone("b", "A0")
    ));
    let inline = r##"{"properties": {"a": {}}, "anyOf": [{"allOf": [{"$ref": "#/components/schemas/B0"}]},
        {"allOf": [{"$ref": "#/components/schemas/B0"}], "properties": {"c": {}}}]}"##;
    let schemas = format!(r#""A0": {inline}, "B0": {}"#, inline.replace("B0", "A0"));
    understood(&schemas);
}

#[test]
fn a_list_that_holds_itself_can_be_a_branch() {
    let list = reference("L");
    let schemas = format!(
        r#""A0": {{"oneOf": [{list}, {{"type": "string"}}]}}, "L": {{"type": "array", "items": {list}}}"#
    );
    let (model, _) = understood(&schemas);
    let names: BTreeSet<_> = model.names.variants.values().collect();
    assert_eq!(names.into_iter().collect::<Vec<_>>(), ["L", "Text"]);
}

#[test]
fn a_union_of_which_only_itself_is_left_is_read() {
    let itself = reference("X");
    let schemas = format!(
        r#""A0": {{"type": "object", "properties": {{"a": {{}}}}, "allOf": [{itself}]}},
        "X": {{"oneOf": [{itself}, {{"type": "string"}}]}}"#
    );
    let (model, _) = understood(&schemas);
    assert!(!model.names.types.is_empty());
}

#[test]
fn many_names_that_are_alike_are_told_apart_by_numbers() {
    let values = entries(20_000, |index| {
        let letter =
            char::from_u32(0x4e00 + u32::try_from(index).expect("small")).expect("a letter");
        format!("\"{letter}\"")
    });
    let (model, _) = understood(&format!(
        r#""A0": {{"type": "string", "enum": [{values}]}}"#
    ));
    let names: BTreeSet<_> = model.names.variants.values().collect();
    assert_eq!(names.len(), 20_000);
}

#[test]
fn a_hundred_thousand_members_and_values_are_read() {
    let members = entries(100_000, |index| format!(r#""p{index}": {{}}"#));
    let required = entries(100_000, |index| format!(r#""p{index}""#));
    let schemas = format!(
        r#""A0": {{"type": "object", "required": [{required}], "properties": {{{members}}}}},
        "E": {{"type": "string", "enum": [{required}]}}"#
    );
    let (model, _) = understood(&schemas);
    assert_eq!(
        (model.names.fields.len(), model.names.variants.len()),
        (100_000, 100_000)
    );
}

#[test]
fn ten_thousand_branches_are_told_apart() {
    let tagged = entries(10_000, |index| {
        format!(
            r#"{{"required": ["t"], "properties": {{"t": {{"const": "v{index}"}}, "x{index}": {{}}}}}}"#
        )
    });
    let keyed = entries(10_000, |index| {
        format!(r#"{{"required": ["x{index}"], "properties": {{"x{index}": {{}}}}}}"#)
    });
    let (model, codes) = understood(&format!(
        r#""A0": {{"oneOf": [{tagged}]}}, "B": {{"oneOf": [{keyed}]}}"#
    ));
    assert_eq!((model.names.variants.len(), codes.len()), (20_000, 0));
}

#[test]
fn ten_thousand_schemas_that_lead_to_one_another_are_read() {
    let schemas = entries(10_000, |index| {
        let to = |step: usize| reference(&format!("A{}", (index * step + 1) % 10_000));
        format!(
            r#""A{index}": {{"required": ["a", "b"], "properties": {{"a": {}, "b": {}, "c": {{"items": {}}}}}}}"#,
            to(1),
            to(7),
            to(13)
        )
    });
    let (model, codes) = understood(&schemas);
    assert_eq!((model.names.types.len(), codes.len()), (10_000, 0));
}

#[test]
fn an_all_of_of_ten_thousand_parts_is_one_record() {
    let parts = entries(10_000, |index| {
        format!(
            r#"{{"type": "object", "required": ["x{index}"], "properties": {{"x{index}": {{}}}}}}"#
        )
    });
    let (model, codes) = understood(&format!(r#""A0": {{"allOf": [{parts}]}}"#));
    assert_eq!((model.names.fields.len(), codes.len()), (10_000, 0));
}

#[test]
fn json_that_nests_too_deep_is_refused_with_its_limit() {
    let text = format!(
        "{}{}",
        r#"{"openapi":"3.1.0","x":"#.to_owned() + &"[".repeat(5_000),
        "]".repeat(5_000) + "}"
    );
    let (code, met) = refused(&text);
    assert_eq!(
        (code, met.as_str()),
        ("OAS0002", "recursion limit exceeded")
    );
}

#[test]
fn yaml_that_nests_too_deep_is_refused_with_its_limit() {
    let brackets = format!(
        "openapi: 3.1.0\nx: {}{}",
        "[".repeat(5_000),
        "]".repeat(5_000)
    );
    let (code, met) = refused(&brackets);
    assert_eq!(
        (code, met.as_str()),
        ("OAS0002", "more than 1000 brackets stand within each other")
    );
    let mut lines = String::from("openapi: 3.1.0\n");
    for depth in 0..1_000 {
        writeln!(lines, "{}x:", " ".repeat(depth)).expect("a string");
    }
    let (code, met) = refused(&lines);
    assert!(
        code == "OAS0002" && met.contains("recursion limit"),
        "{code} {met}"
    );
}

#[test]
fn aliases_that_grow_without_end_are_refused_with_their_limit() {
    let mut text =
        String::from("openapi: 3.1.0\nx-a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for level in 1..30 {
        let items = vec![format!("*a{}", level - 1); 8].join(", ");
        writeln!(text, "x-a{level}: &a{level} [{items}]").expect("a string");
    }
    let (code, met) = refused(&text);
    assert!(
        code == "OAS0002" && met.contains("aliases") || met.contains("repetition limit"),
        "{code} {met}"
    );
    let (code, met) = refused("openapi: 3.1.0\nx: &a [*a]\n");
    assert!(["OAS0001", "OAS0002"].contains(&code), "{code} {met}");
}

#[test]
fn lists_of_lists_get_a_type_before_they_are_too_deep_to_be_written() {
    // Named lists of each other, and at their end as many without a name as JSON can hold.
    let inner = format!(
        "{}{{\"type\": \"string\"}}{}",
        "{\"type\": \"array\", \"items\": ".repeat(110),
        "}".repeat(110)
    );
    let lists = entries(300, |index| match index {
        299 => format!(r##""A299": {inner}"##),
        _ => format!(
            r##""A{index}": {{"type": "array", "items": {}}}"##,
            reference(&format!("A{}", index + 1))
        ),
    });
    let settings = Settings::default();
    let output = codegen::generate(&Input {
        text: &description(&lists),
        settings: &settings,
        lock: &Lock::default(),
        others: &|_| None,
        strict: false,
    })
    .expect("a crate");
    let deepest = output.files.values().flat_map(|text| text.lines());
    let deepest = deepest.map(|line| line.matches("Vec<").count()).max();
    assert!(deepest < Some(90), "{deepest:?}");
    let codes: BTreeSet<_> = output
        .report
        .problems()
        .iter()
        .map(|problem| problem.code)
        .collect();
    assert_eq!(codes, BTreeSet::from(["OAS0106"]));
}

#[test]
fn names_are_read_in_time_that_grows_with_them() {
    let mut text = String::from("[types]\n");
    for index in 0..200_000 {
        writeln!(text, "\"#/components/schemas/A{index}\" = \"A{index}\"").expect("a text");
    }
    text.push_str("\"#/components/schemas/B\" = \"no name\"\n");
    let report = Lock::read(&text).expect_err("a name that is none");
    assert_eq!(report.problems()[0].position, Some((200_002, 1)));
}

#[test]
fn members_that_are_repeated_by_every_schema_have_a_limit() {
    let members = entries(3_000, |index| {
        format!(r#""m{index}": {{"type": "string"}}"#)
    });
    let heirs = entries(40, |index| {
        let own = format!(
            r#"{{"type": "object", "properties": {{"own{index}": {{"type": "string"}}}}}}"#
        );
        format!(r#""H{index}": {{"allOf": [{}, {own}]}}"#, reference("A0"))
    });
    let (model, codes) = understood(&format!(
        r#""A0": {{"type": "object", "properties": {{{members}}}}}, {heirs}"#
    ));
    assert_eq!(codes, ["OAS0106"]);
    assert!(
        model.names.types.len() > 30,
        "as many as the limit lets through"
    );
}

#[test]
fn branches_that_lead_back_to_their_union_with_a_tag_of_their_own_have_a_limit() {
    let tag = |tag: &str| {
        format!(r#"{{"required": ["t"], "properties": {{"t": {{"const": "{tag}"}}}}}}"#)
    };
    let back = |tag: String| format!(r#"{{"allOf": [{tag}, {}]}}"#, reference("A0"));
    let plain = entries(6, |index| tag(&format!("plain {index}")));
    let (once, twice) = (back(tag("once")), back(back(tag("twice"))));
    let (model, codes) = understood(&format!(
        r#""A0": {{"oneOf": [{plain}, {once}, {twice}], "properties": {{"next": {{"type": "string"}}}}}}"#
    ));
    assert_eq!(codes, ["OAS0105", "OAS0106"]);
    assert!(model.names.types.len() < 200, "{}", model.names.types.len());
}
