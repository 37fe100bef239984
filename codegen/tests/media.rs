//! What an operation sends and asks for, by media type, seen in what is emitted.

#![expect(clippy::panic, reason = "a test may end so, also in its helpers")]

use std::collections::BTreeMap;

use codegen::{Input, Output, generate, name::Lock, report::Report, settings::Settings};

fn output(paths: &str) -> Result<Output, Report> {
    let text = format!("openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\n{paths}");
    let settings = Settings::default();
    generate(&Input {
        text: &text,
        settings: &settings,
        lock: &Lock::default(),
        others: &|_| None,
        strict: false,
    })
}

fn files(paths: &str) -> BTreeMap<String, String> {
    match output(paths) {
        Ok(output) => output.files,
        Err(report) => panic!("{:?}", report.problems()),
    }
}

/// The signatures of the methods in `src/client.rs`, without spaces at the margins, as one text.
fn methods(files: &BTreeMap<String, String>) -> String {
    let text = &files["src/client.rs"];
    let mut methods = String::new();
    let mut open = false;
    for line in text.lines().map(str::trim) {
        open |= line.starts_with("pub fn ");
        if open {
            methods.push_str(line.trim_end_matches('{').trim_end());
            methods.push(if line.ends_with('{') { '\n' } else { ' ' });
            open = !line.ends_with('{');
        }
    }
    methods.replace("( ", "(").replace(", )", ")")
}

const THINGS: &str = "
paths:
  /things:
    post:
      operationId: create-thing
      requestBody:
        required: true
        content:
          application/json: {schema: {$ref: '#/components/schemas/Thing'}}
          application/merge-patch+json: {schema: {$ref: '#/components/schemas/Thing'}}
          application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/Thing'}}
          multipart/form-data: {schema: {type: object, properties: {file: {type: string, format: binary}}}}
          text/plain: {schema: {type: string}}
          '*/*': {schema: {$ref: '#/components/schemas/Thing'}}
      responses:
        '201': {description: made, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
    get:
      operationId: list-things
      parameters: [{name: page, in: query, schema: {type: integer}}]
      responses:
        '200':
          description: all
          content:
            text/csv: {schema: {type: string}}
            application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Thing'}}}
            application/hal+json: {schema: {type: array, items: {$ref: '#/components/schemas/Thing'}}}
            application/vnd.acme.names+json: {schema: {type: array, items: {type: string}}}
            application/pdf: {schema: {type: string, format: binary}}
            text/event-stream: {schema: {type: string}}
        '404': {description: none, content: {application/json: {schema: {$ref: '#/components/schemas/Gone'}}, text/plain: {schema: {type: string}}}}
components:
  schemas:
    Thing: {type: object, required: [name], properties: {name: {type: string}}}
    Gone: {type: object, required: [why], properties: {why: {type: string}}}
";

#[test]
fn each_kind_of_body_and_each_kind_of_reply_has_a_method() {
    let methods = methods(&files(THINGS));
    let expected = "\
pub fn builder() -> ClientBuilder
pub fn create_thing(&self, body: &Thing) -> Request<Thing, CreateThingOptions>
pub fn create_thing_form(&self, body: &Thing) -> Request<Thing, CreateThingFormOptions>
pub fn create_thing_multipart(&self, body: impl Into<Multipart>) -> Request<Thing, CreateThingMultipartOptions>
pub fn create_thing_text(&self, body: impl Into<String>) -> Request<Thing, CreateThingTextOptions>
pub fn list_things(&self) -> Request<Vec<Thing>, ListThingsOptions>
pub fn list_things_as_csv(&self) -> Request<String, ListThingsAsCsvOptions>
pub fn list_things_as_acme_names(&self) -> Request<Vec<String>, ListThingsAsAcmeNamesOptions>
pub fn list_things_as_pdf(&self) -> Request<Bytes, ListThingsAsPdfOptions>
";
    let (given, _) = methods.split_once("pub fn page").expect("a setter");
    assert_eq!(given, expected);
}

#[test]
fn a_method_asks_for_its_own_media_type_and_says_which() {
    let files = files(THINGS);
    let client = &files["src/client.rs"];
    let constant = |name: &str| {
        let (_, rest) = client.split_once(&format!("const {name}:")).expect(name);
        let (constant, _) = rest.split_once("\n};").expect("its end");
        let (_, replies) = constant.split_once("replies: ").expect("replies");
        replies.lines().next().unwrap_or_default().to_owned()
    };
    assert_eq!(constant("LIST_THINGS"), "&[json(200)],");
    assert_eq!(
        constant("LIST_THINGS_AS_CSV"),
        "&[on(200, \"text/csv\", Payload::text)],"
    );
    assert_eq!(
        constant("LIST_THINGS_AS_PDF"),
        "&[on(200, \"application/pdf\", Payload::bytes)],"
    );
    assert!(client.contains("but asks for `text/csv`."), "{client}");
    assert!(client.contains("but sends `text/plain`."), "{client}");
    let link = "/// * [`create_thing_text`](crate::Client::create_thing_text) sends `text/plain`";
    assert!(client.contains(link), "{client}");
}

#[test]
fn the_lock_keeps_the_name_of_each_way_and_counts_operations_once() {
    let Ok(output) = output(THINGS) else {
        panic!("it generates")
    };
    assert_eq!(output.summary.operations, 2);
    let methods = &output.lock().methods;
    assert_eq!(methods["create-thing"], "create_thing");
    assert_eq!(
        methods["create-thing sends multipart/form-data"],
        "create_thing_multipart"
    );
    assert_eq!(
        methods["list-things accepts text/csv"],
        "list_things_as_csv"
    );
}

#[test]
fn a_name_that_is_taken_is_told_apart_by_the_whole_media_type() {
    let files = files(
        "
paths:
  /a:
    put:
      operationId: put
      tags: [x]
      requestBody: {required: true, content: {text/csv: {schema: {type: string}}, application/pdf: {}, application/x-pdf: {}}}
      responses: {'204': {description: ok}}
  /b: {put: {operationId: put_pdf, tags: [x], responses: {'204': {description: ok}}}}
",
    );
    let methods = methods(&files);
    let (_, methods) = methods.split_once('\n').expect("a line");
    assert_eq!(
        methods,
        "\
pub fn put(&self, body: impl Into<String>) -> Request<(), PutOptions>
pub fn put_application_pdf(&self, body: impl Into<Body>) -> Request<(), PutApplicationPdfOptions>
pub fn put_application_x_pdf(&self, body: impl Into<Body>) -> Request<(), PutApplicationXPdfOptions>
pub fn put_pdf(&self) -> Request<(), PutPdfOptions>
"
    );
}

const PETS: &str = "
paths:
  /pet:
    post:
      operationId: addPet
      tags: [pet]
      requestBody: {required: true, content: {application/xml: {schema: {$ref: '#/components/schemas/Pet'}}}}
      responses:
        '200': {description: ok, content: {text/xml: {schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}}}}
        '400': {description: bad, content: {application/problem+xml: {schema: {$ref: '#/components/schemas/Problem'}}}}
    put:
      operationId: addRaw
      tags: [pet]
      requestBody: {required: true, content: {application/xml: {schema: {type: string}}}}
      responses: {'200': {description: ok, content: {application/xml: {}}}}
components:
  schemas:
    Pet:
      type: object
      xml: {name: pet, prefix: p, namespace: 'http://example.com/pet'}
      properties:
        id: {type: integer, xml: {attribute: true}}
        category: {$ref: '#/components/schemas/Category'}
        photoUrls: {type: array, xml: {wrapped: true, name: photos}, items: {type: string, xml: {name: photoUrl}}}
        sizes: {type: array, items: {type: integer}}
    Category: {type: object, properties: {parent: {$ref: '#/components/schemas/Category'}}}
    Problem: {type: object, properties: {why: {type: string}}}
";

#[test]
fn xml_is_read_and_written_by_tables_after_the_xml_objects() {
    let files = files(PETS);
    let methods = methods(&files);
    assert!(
        methods.contains("pub fn add_pet(&self, body: &Pet) -> Request<Vec<Pet>, AddPetOptions>"),
        "{methods}"
    );
    // Of plain text there is no table, and of nothing known there are bytes.
    assert!(
        methods.contains(
            "pub fn add_raw(&self, body: impl Into<String>) -> Request<Bytes, AddRawOptions>"
        ),
        "{methods}"
    );
    insta::assert_snapshot!("xml", files["src/xml.rs"]);
    assert!(files["Cargo.toml"].contains("quick-xml"));
    let calls = files["src/client.rs"].replace(['\n', ' '], "");
    let root =
        "xml::element(\"p:pet\",xml::Type(xml::shape::<Pet>)).space(\"http://example.com/pet\")";
    assert!(calls.contains(root), "{calls}");
}

#[test]
fn nothing_of_xml_is_emitted_where_there_is_none() {
    let files = files(THINGS);
    assert!(
        !files.keys().any(|path| path.contains("xml")),
        "{:?}",
        files.keys()
    );
    assert!(!files["Cargo.toml"].contains("quick-xml"));
}

#[test]
fn another_writing_of_the_same_is_told_and_has_no_method() {
    let paths = "
paths:
  /pay:
    post:
      operationId: pay
      requestBody:
        required: true
        content:
          application/json: {schema: {$ref: '#/components/schemas/Pay'}}
          application/jose+jwe: {schema: {$ref: '#/components/schemas/Pay'}}
          application/octet-stream: {schema: {type: string, format: binary}}
      responses:
        '200':
          description: ok
          content:
            application/json: {schema: {$ref: '#/components/schemas/Pay'}}
            application/jose+jwe: {schema: {$ref: '#/components/schemas/Pay'}}
            application/jwt: {schema: {type: string}}
components: {schemas: {Pay: {type: object, properties: {sum: {type: string}}}}}
";
    let Ok(output) = output(paths) else {
        panic!("it generates")
    };
    let methods = methods(&output.files);
    let (_, methods) = methods.split_once('\n').expect("a line");
    assert_eq!(
        methods,
        "\
pub fn pay(&self, body: &Pay) -> Request<Pay, PayOptions>
pub fn pay_bytes(&self, body: impl Into<Body>) -> Request<Pay, PayBytesOptions>
pub fn pay_as_jwt(&self, body: &Pay) -> Request<String, PayAsJwtOptions>
"
    );
    let problems = output.report.problems();
    let told = problems.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        told,
        [
            "OAS0132 #/paths/~1pay/post/requestBody/content/application~1jose+jwe: \
          `application/jose+jwe` is another writing of what stands beside it, in 2 places; it has no \
          method: the client cannot write or read it"
        ]
    );
}

#[test]
fn errors_that_differ_in_their_status_alone_are_one_entry() {
    let plain = "content: {application/json: {schema: {$ref: '#/components/schemas/Plain'}}}";
    let both = "content: {application/problem+json: {schema: {$ref: '#/components/schemas/Problem'}}, \
        application/json: {schema: {$ref: '#/components/schemas/Plain'}}}";
    let paths = format!(
        "
paths:
  /things:
    get:
      operationId: list
      responses:
        '204': {{description: none}}
        '400': {{description: a, {plain}}}
        '401': {{description: b, {both}}}
        '403': {{description: c, {plain}}}
        '409': {{description: d, {both}}}
        5XX: {{description: e, {plain}}}
components:
  schemas:
    Plain: {{type: object, properties: {{text: {{type: string}}}}}}
    Problem: {{type: object, properties: {{title: {{type: string}}}}}}
"
    );
    let files = files(&paths);
    let (_, text) = files["src/client.rs"]
        .split_once("errors: &[")
        .expect("a table of errors");
    let (entries, _) = text.split_once("\n};").expect("its end");
    let words: Vec<_> = entries.split_whitespace().collect();
    // The media types of 401 and 409 stay in their order, so their `Plain` cannot join that of 400.
    assert_eq!(
        words.join(" ").replace("( ", "(").replace(", )", ")"),
        "json_among(&[400, 403], |body| body.json().map(ErrorBody::Plain)), \
         among(&[401, 409], \"application/problem+json\", |body| body.json().map(ErrorBody::Problem)), \
         json_among(&[401, 409], |body| body.json().map(ErrorBody::Plain)), \
         range(5, \"application/json\", |body| body.json().map(ErrorBody::Plain)), ],"
    );
    let docs = files["src/client.rs"].lines().map(str::trim);
    let docs: Vec<_> = docs.filter(|line| line.contains("with status")).collect();
    assert_eq!(
        docs,
        [
            "/// * [`ErrorBody::Plain`] with status 400, 403 or any status 5xx",
            "/// * [`ErrorBody::Problem`] with status 401 or 409",
        ]
    );
}

const RECORDS: &str = "
paths:
  /ticks:
    get:
      operationId: list-ticks
      responses:
        '200': {description: ticks, content: {text/event-stream: {schema: {type: string}}}}
  /rows:
    get:
      operationId: list-rows
      responses:
        '200':
          description: rows
          content:
            application/json: {schema: {type: object}}
            application/x-ndjson: {schema: {type: object}}
";

#[test]
fn what_comes_record_by_record_leads_to_the_method_that_reads_it() {
    let files = files(RECORDS);
    let pages = files
        .iter()
        .filter(|(path, _)| path.starts_with("src/client"));
    let client: String = pages.map(|(_, text)| text.as_str()).collect();
    assert!(client.contains("[`json_lines`](crate::Request::json_lines)"));
    assert!(client.contains("let reply = client.list_rows().await?;"));
    assert!(client.contains("[`events`](crate::Request::events)"));
    assert!(client.contains("let mut events = client.list_ticks().events().await?;"));
}
