//! `docs/diagnostics.md`: a section for every code, and every example is told as it says there.
//!
//! With `UPDATE=1` what is told of the examples is written into the page.

use std::{collections::BTreeMap, fs, path::PathBuf};

use codegen::{
    Input, load,
    name::Lock,
    report::{
        Problem, Report, Severity,
        codes::{INTERNAL, TABLE, TOO_DEEP, UNREADABLE_NODE},
    },
    settings::Settings,
};

/// What the first block of an example is called.
const DESCRIPTION: &str = "openapi.yaml";

/// The codes of which the page says why it has no example.
const WITHOUT: [&str; 3] = [UNREADABLE_NODE, TOO_DEEP, INTERNAL];

fn page() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/diagnostics.md")
}

/// A fenced block: what stands behind the fence, where its text begins and ends in the page.
struct Block<'p> {
    info: &'p str,
    text: &'p str,
}

/// The sections of the page: code, text.
fn sections(page: &str) -> Vec<(&str, &str)> {
    let sections = page.split("\n## ").skip(1);
    sections
        .map(|section| section.split_once('\n').unwrap_or((section, "")))
        .collect()
}

fn blocks(section: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut rest = section;
    while let Some((_, after)) = rest.split_once("\n```") {
        let (info, body) = after.split_once('\n').expect("a fence ends its line");
        // An empty block closes on its first line.
        let end = match body.starts_with("```") {
            true => 0,
            false => body.find("\n```").expect("a fence is closed") + 1,
        };
        blocks.push(Block {
            info,
            text: &body[..end],
        });
        rest = &body[end + 3..];
    }
    blocks
}

/// The files of an example, the description among them.
fn files<'p>(blocks: &[Block<'p>]) -> BTreeMap<&'p str, &'p str> {
    let files = blocks.iter().filter(|block| block.info != "text");
    let named = files.map(|block| match block.info.split_once(' ') {
        Some((_, name)) => (name, block.text),
        None => (DESCRIPTION, block.text),
    });
    named.collect()
}

/// Everything that is told of an example.
fn told(files: &BTreeMap<&str, &str>) -> Report {
    let settings = files.get("codegen.toml").copied().unwrap_or_default();
    let (settings, mut report) = Settings::read_part(settings);
    for problem in report.problems_mut() {
        problem.file = Some("codegen.toml".to_owned());
    }
    let others = |path: &str| Some((*files.get(path)?).to_owned());
    let text = files[DESCRIPTION];
    let input = Input {
        text,
        settings: &settings,
        lock: &Lock::default(),
        others: &others,
        strict: false,
    };
    match codegen::generate(&input) {
        Ok(output) => {
            let mut more = output.report;
            load::place_as_written(text, &others, &mut more);
            report.append(more);
        }
        Err(more) => report.append(more),
    }
    report
}

fn shown(problem: &Problem) -> String {
    let (line, column) = problem.position.expect("a place");
    let severity = match problem.severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    };
    format!(
        "{}:{line}:{column}: {severity} {} at {}\n  met:  {}\n  done: {}\n  help: {}\n",
        problem.file.as_deref().unwrap_or(DESCRIPTION),
        problem.code,
        problem.at,
        problem.met,
        problem.outcome(),
        problem.advice(),
    )
}

#[test]
fn every_code_has_one_section_and_every_section_a_code() {
    let text = fs::read_to_string(page()).expect("the page");
    let headings: Vec<&str> = sections(&text).into_iter().map(|(code, _)| code).collect();
    let codes: Vec<&str> = TABLE.iter().map(|code| code.code).collect();
    assert_eq!(headings, codes);
    for (code, section) in TABLE.iter().zip(sections(&text)) {
        let title = code.title;
        let (first, rest) = title.split_at(1);
        let bold = format!("\n**{}{rest}.** ", first.to_uppercase());
        assert!(section.1.starts_with(&bold), "{}: {bold}", code.code);
        for part in ["\n*What is done:* ", "\n*What to do:* "] {
            assert!(section.1.contains(part), "{}: {part}", code.code);
        }
        let row = format!(
            "\n| [{0}](#{1}) | {title} |",
            code.code,
            code.code.to_lowercase()
        );
        assert!(text.contains(&row), "{row}");
    }
}

#[test]
fn every_example_is_told_as_the_page_says() {
    let text = fs::read_to_string(page()).expect("the page");
    let mut fresh = text.clone();
    let mut wrong = Vec::new();
    for (code, section) in sections(&text) {
        if WITHOUT.contains(&code) {
            assert!(blocks(section).is_empty(), "{code} has no example");
            continue;
        }
        let blocks = blocks(section);
        let [.., expected] = &*blocks else {
            wrong.push(format!("{code} has no example"));
            continue;
        };
        assert_eq!(expected.info, "text", "{code} ends with what is told");
        let report = told(&files(&blocks));
        let mine = report
            .problems()
            .iter()
            .filter(|problem| problem.code == code);
        let found: String = mine.map(shown).collect();
        let others = report
            .problems()
            .iter()
            .filter(|problem| problem.code != code);
        let others: Vec<String> = others.map(ToString::to_string).collect();
        if found.is_empty() {
            wrong.push(format!(
                "{code} is not told by its example, but {others:#?}"
            ));
        } else if found != expected.text {
            wrong.push(format!("{code} is told as\n{found}"));
        }
        let old = format!("{section}\n");
        let close = section.rfind("\n```text\n").expect("what is told");
        let new = format!("{}\n```text\n{found}```\n\n", &section[..close]);
        fresh = fresh.replace(&old, &new);
    }
    if std::env::var_os("UPDATE").is_some() {
        fs::write(page(), fresh.trim_end().to_owned() + "\n").expect("a writable page");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_problem_of_settings_and_description_is_told_in_one_run() {
    let text = "openapi: 3.0.3\ninfo: {title: Pets, version: 1.0.0}\npaths:\n  /pets/{id}:\n    get:\n      operationId: getPet\n      responses: {'204': {description: done}}\ncomponents:\n  schemas:\n    Age: {type: int}\n";
    let settings = "[crat]\nname = \"a\"\n\n[methods]\nlistPets = \"list\"\ngetPet = 5\n\n[formats]\nuuid = \"uid\"\n";
    let report = told(&BTreeMap::from([
        (DESCRIPTION, text),
        ("codegen.toml", settings),
    ]));
    let mut report = report;
    report.sort();
    let all: String = report.problems().iter().map(shown).collect();
    let places: Vec<&str> = all.lines().filter(|line| !line.starts_with(' ')).collect();
    assert_eq!(
        places,
        [
            "openapi.yaml:5:5: warning OAS0121 at #/paths/~1pets~1{id}/get",
            "openapi.yaml:10:11: warning OAS0012 at #/components/schemas/Age/type",
            "codegen.toml:1:2: error OAS0900 at #/crat",
            "codegen.toml:5:1: error OAS0201 at #/methods/listPets",
            "codegen.toml:6:10: error OAS0900 at #/methods/getPet",
            "codegen.toml:9:8: error OAS0900 at #/formats/uuid",
        ]
    );
}

/// Two chains of schemas, of which every link is described by both.
#[test]
fn members_that_lead_too_deep_are_told() {
    let mut text = "openapi: 3.0.3\ninfo: {title: Pets, version: 1.0.0}\npaths: {}\n\
         components:\n  schemas:\n    \
         Pet: {allOf: [{$ref: '#/components/schemas/A0'}, {$ref: '#/components/schemas/B0'}]}\n"
        .to_owned();
    for (index, chain) in (0..700).flat_map(|index| [(index, 'A'), (index, 'B')]) {
        let next = index + 1;
        text.push_str(&format!(
            "    {chain}{index}: {{type: object, properties: {{{chain}: {{type: string}}, \
             x: {{$ref: '#/components/schemas/{chain}{next}'}}}}}}\n"
        ));
    }
    text.push_str("    A700: {type: object}\n    B700: {type: object}\n");
    let report = told(&BTreeMap::from([(DESCRIPTION, text.as_str())]));
    let deep = report
        .problems()
        .iter()
        .find(|problem| problem.code == TOO_DEEP);
    let deep = deep.expect("a problem");
    assert!(deep.position.is_some(), "{deep}");
}
