//! Settings that speak of the whole description are used, or reported.

use codegen::{load, lower, pass, report::Report, settings::Settings};

const DESCRIPTION: &str = r"
openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /accounts/{id}/things:
    get:
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: page, in: query, schema: {type: integer}}
        - {name: per_page, in: query, schema: {type: integer}}
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema:
                type: object
                properties:
                  success: {type: boolean}
                  result:
                    type: object
                    properties: {things: {type: array, items: {type: string}}}
  /plain:
    get:
      responses:
        '200':
          description: ok
          content:
            application/json: {schema: {type: object, properties: {a: {type: string}}}}
components:
  securitySchemes: {token: {type: http, scheme: bearer}}
";

fn run(settings: &str) -> (pass::Facts, Vec<String>) {
    let settings = toml::from_str::<Settings>(settings).expect("settings");
    let mut report = Report::default();
    let document = load::load(DESCRIPTION, &|_| None, &mut report).expect("a description");
    let mut api = lower::lower(&document, &settings, &mut report);
    let facts = pass::run(&mut api, &settings, &mut report);
    let problems = report.problems().iter();
    (
        facts,
        problems
            .map(|problem| format!("{:?} {problem}", problem.severity))
            .collect(),
    )
}

#[test]
fn an_envelope_gives_its_payload_and_the_pages_in_it() {
    let (facts, problems) = run("[envelope]\nsuccess = 'success'\npayload = ['result']");
    let envelope = facts.envelopes.get(&0).expect("an envelope");
    assert_eq!(envelope.member, "result");
    assert_eq!(envelope.success.as_deref(), Some("success"));
    let pages = facts.pages.get(&0).expect("pages");
    assert_eq!(pages.items, ["things"]);
    let style = pass::PageStyle::Number {
        parameter: "page".to_owned(),
        size: Some("per_page".to_owned()),
    };
    assert_eq!(pages.style, style);
    assert_eq!(
        problems,
        [
            "Note OAS0200 #/paths/~1plain/get: the reply is not the envelope of the settings; \
          a caller gets the reply as it is"
        ]
    );
}

#[test]
fn what_matches_nothing_is_an_error() {
    let (_, problems) = run(
        "[envelope]\npayload = ['data']\n[environment]\ntoken = 'T'\nother = 'O'\n\
         [scopes.account]\npath = '/accounts/{id}'\n[scopes.odd]\npath = '/acc'",
    );
    let errors = problems
        .iter()
        .filter(|problem| problem.starts_with("Error"))
        .collect::<Vec<_>>();
    assert_eq!(
        errors,
        [
            "Error OAS0201 #/scopes/odd/path: no operation's path begins with `/acc` \
             (help: correct or remove the entry)",
            "Error OAS0201 #/environment/other: no security scheme is called `other` \
             (help: correct or remove the entry)",
            "Error OAS0201 #/envelope/payload/0: no reply has the member `data` \
             (help: correct or remove the entry)",
        ]
    );
}

#[test]
fn a_wrong_member_of_an_envelope_is_told_with_the_one_that_was_meant() {
    let (_, problems) =
        run("[envelope]\nsuccess = 'sucess'\npayload = ['result']\nother = ['a', 'things']");
    let errors = problems.iter().filter(|one| one.starts_with("Error"));
    assert_eq!(
        errors.collect::<Vec<_>>(),
        [
            "Error OAS0201 #/envelope/success: no reply has the member `sucess` \
             (help: write `success`, or remove the entry)",
            "Error OAS0201 #/envelope/other/1: no reply has the member `things` \
             (help: correct or remove the entry)",
            "Error OAS0201 #/envelope/payload/0: no reply is an envelope with the payload \
             `result` (help: name all members of the envelope: `success`, `payload` and `other`)",
        ]
    );
}
