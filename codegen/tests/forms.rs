//! Multipart bodies whose parts are described, and reply headers, as typed structs.

#![expect(clippy::panic, reason = "a test may end so, also in its helpers")]

use codegen::{Input, Output, generate, name::Lock, settings::Settings};

fn output(paths: &str, lock: &Lock) -> Output {
    let text = format!("openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\n{paths}");
    let settings = Settings::default();
    let output = generate(&Input {
        text: &text,
        settings: &settings,
        lock,
        others: &|_| None,
        strict: false,
    });
    output.unwrap_or_else(|report| panic!("{:?}", report.problems()))
}

/// The code of `src/types.rs` from `start` on, without docs, up to the enum of errors.
fn types(output: &Output, start: &str) -> String {
    let text = &output.files["src/types.rs"];
    let lines = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let code = lines.collect::<Vec<_>>().join("\n");
    let from = code
        .find(start)
        .unwrap_or_else(|| panic!("no `{start}` in\n{code}"));
    code[from..].to_owned()
}

const FILES: &str = "
paths:
  /files:
    post:
      operationId: uploadFile
      tags: [files]
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              required: [file, purpose, kind]
              properties:
                file: {type: string, format: binary}
                purpose: {type: string, description: What it is for.}
                kind: {type: string, enum: [upload]}
                pages: {type: array, items: {type: string, format: binary}}
                labels: {type: array, items: {type: string}}
                ids: {type: array, items: {type: integer}}
                meta: {type: object, properties: {a: {type: string}}}
                table: {type: string}
                signed: {type: string}
            encoding:
              file: {contentType: image/png}
              pages: {contentType: 'image/png, image/jpeg'}
              ids: {style: pipeDelimited}
              table: {contentType: text/csv}
              signed: {headers: {X-Key: {schema: {type: string}}}}
      responses: {'204': {description: ok}}
    put:
      operationId: putAll
      tags: [files]
      requestBody:
        content:
          multipart/form-data: {schema: {$ref: '#/components/schemas/AllRequest'}}
      responses: {'204': {description: ok}}
    patch:
      operationId: sendAny
      tags: [files]
      requestBody: {required: true, content: {multipart/form-data: {schema: {}}}}
      responses: {'204': {description: ok}}
components:
  schemas:
    AllRequest: {type: object, properties: {a: {type: string, nullable: true}, b: {type: string, format: binary}}}
";

#[test]
fn the_parts_of_a_multipart_body_are_a_struct_that_becomes_one() {
    let output = output(FILES, &Lock::default());
    insta::assert_snapshot!("form", types(&output, "pub struct UploadFileForm"));
}

#[test]
fn a_method_takes_the_struct_or_parts_put_together_by_hand() {
    let output = output(FILES, &Lock::default());
    let client = &output.files["src/client.rs"];
    let upload = "pub fn upload_file(\n        &self,\n        body: impl Into<Multipart>,\n    )";
    assert!(client.contains(upload), "{client}");
    assert!(
        client.contains("pub fn send_any(&self, body: Multipart)"),
        "{client}"
    );
    let link = "The parts are a [`UploadFileForm`](crate::types::UploadFileForm).";
    assert!(client.contains(link), "{client}");
}

const THINGS: &str = "
paths:
  /a:
    get:
      operationId: listA
      tags: [x]
      responses:
        '200':
          description: ok
          headers:
            X-Rate-Limit: {required: true, description: Calls left., schema: {type: integer}}
            Tags: {schema: {type: array, items: {type: string}}}
            X-Id: {schema: {type: string, nullable: true}}
        '429': {description: wait, headers: {Retry-After: {schema: {type: integer}}}}
  /b:
    get:
      operationId: getB
      tags: [x]
      responses:
        '200': {description: ok, headers: {Link: {schema: {type: string}}}}
        '429': {description: wait, headers: {retry-after: {schema: {type: integer}}}}
  /c:
    get:
      operationId: fetchC
      tags: [x]
      responses: {'200': {description: ok, headers: {Link: {schema: {type: string}}}}}
";

#[test]
fn reply_headers_are_one_struct_for_each_structure() {
    let output = output(THINGS, &Lock::default());
    insta::assert_snapshot!("headers", types(&output, "pub struct ListAHeaders"));
    let client = &output.files["src/client.rs"];
    let link = "/// * [`ListAHeaders`](crate::types::ListAHeaders) with status 200";
    assert!(client.contains(link), "{client}");
    let link = "/// * [`RetryAfterHeaders`](crate::types::RetryAfterHeaders) with status 429";
    assert_eq!(client.matches(link).count(), 2, "{client}");
}

#[test]
fn the_lock_keeps_the_names_of_forms_and_headers() {
    for (paths, name) in [(FILES, "UploadFileForm"), (THINGS, "ListAHeaders")] {
        let mut lock = output(paths, &Lock::default()).lock();
        let kept = lock.types.values_mut().find(|known| *known == name);
        let kept = kept.unwrap_or_else(|| panic!("no `{name}` in the lock"));
        "Chosen".clone_into(kept);
        let again = output(paths, &lock);
        assert!(again.files["src/types.rs"].contains("pub struct Chosen {"));
        assert!(!again.files["src/types.rs"].contains(&format!("pub struct {name} ")));
    }
}

#[test]
fn a_header_of_the_description_leads_to_its_field() {
    let map = output(THINGS, &Lock::default()).model.map();
    let place = "#/paths/~1a/get/responses/200/headers/X-Rate-Limit";
    let found = map.find(place);
    let fields: Vec<_> = found
        .entries
        .iter()
        .filter_map(|entry| entry.rust())
        .collect();
    assert_eq!(fields, ["types::ListAHeaders::x_rate_limit"]);
}

#[test]
fn headers_of_any_name_have_fields_and_types_with_names() {
    let of = |wire: &str| {
        let paths = format!(
            "paths: {{/a: {{get: {{operationId: a, responses: {{'200': {{description: d, headers: {{'{wire}': \
             {{schema: {{type: integer}}}}}}}}}}}}}}}}"
        );
        let output = output(&paths, &Lock::default());
        let types = types(&output, "pub struct ");
        let lines = types.lines().filter(|line| line.contains("pub "));
        lines
            .take(2)
            .map(|line| line.trim().to_owned())
            .collect::<Vec<_>>()
    };
    for (wire, type_, field) in [
        ("X-1", "pub struct X1Headers {", "pub x_1: Option<i64>,"),
        (
            "type",
            "pub struct TypeHeaders {",
            "pub type_: Option<i64>,",
        ),
        ("1-a", "pub struct N1AHeaders {", "pub n1_a: Option<i64>,"),
    ] {
        assert_eq!(of(wire), [type_, field], "{wire}");
    }
}
