//! Nodes other than schemas are mended part by part, and read with their children as references.

mod load;

use codegen::pointer::Pointer;
use load::{HEAD, load, part, said};
use serde_json::json;

#[test]
fn a_description_without_version_or_info_is_mended() {
    let (value, said) = part("paths: {a: {get: null}}", "");
    let expected = json!({ "info": { "title": "API", "version": "0" },
        "paths": { "/a": { "get": { "responses": {} } } } });
    assert_eq!(value, expected);
    assert_eq!(
        said,
        [
            "OAS0009 #: the description does not say its version of OpenAPI; it is read as OpenAPI \
             3.1 (help: add `openapi: 3.1.0`, or the version it was written for)",
            "OAS0011 #: the description has no `title`; it is read as `API`",
            "OAS0011 #: the description has no `version`; it is read as `0`",
            "OAS0010 #/paths/a: this path does not begin with a slash; it is read as `/a`",
        ]
    );
}

#[test]
fn bodies_among_the_parameters_are_the_request_body() {
    let text = format!(
        "{HEAD}paths:\n  /a:\n    post:\n      parameters:\n        - {{name: b, in: body, schema: {{type: string}}}}\n        \
         - {{name: q, in: query, type: string, collectionFormat: multi}}\n      responses:\n        \
         '200': {{description: D, schema: {{type: integer}}}}\n"
    );
    let (value, said) = part(&text, "/paths/~1a/post");
    let expected = json!({
        "parameters": [{ "name": "q", "in": "query", "style": "form", "explode": true, "schema": { "type": "string" } }],
        "responses": { "200": { "description": "D",
            "content": { "application/json": { "schema": { "type": "integer" } } } } },
        "requestBody": { "required": false, "content": { "application/json": { "schema": { "type": "string" } } } },
    });
    assert_eq!(value, expected);
    assert_eq!(
        said,
        [
            "OAS0015 #/paths/~1a/post/parameters/0: a body stands among the parameters, as in \
             Swagger 2.0; it is read as the `requestBody`",
            "OAS0015 #/paths/~1a/post/parameters/0: parameter must have a `schema`; it has the \
             keywords of one; they are read as its `schema`",
            "OAS0015 #/paths/~1a/post/responses/200/schema: a `schema` stands here without a media \
             type, as in Swagger 2.0; it is read as that of `application/json`",
            "OAS0015 #/paths/~1a/post/parameters/0: `collectionFormat` belongs to Swagger 2.0; it is \
             read as `style` and `explode`",
        ]
    );
}

#[test]
fn a_misshapen_operation_is_mended_part_by_part() {
    let text = json!({ "openapi": "3.0.3", "info": { "title": "T", "version": "1" }, "paths": { "/a": {
        "GET": {
            "tags": "one",
            "deprecated": "true",
            "parameters": [
                { "name": "id", "in": "PATH", "schema": { "type": "string" } },
                "nonsense",
                { "in": "query", "name": "q", "style": "simple" },
            ],
            "security": [{ "key": null }, "other"],
            "responses": { "2**": { "content": null }, "ok": {}, "default": "D" },
        },
    } } });
    let (value, said) = part(&text.to_string(), "/paths/~1a");
    let expected = json!({ "get": {
        "tags": ["one"],
        "deprecated": true,
        "parameters": [
            { "name": "id", "in": "path", "schema": { "type": "string" }, "required": true },
            { "in": "query", "name": "q", "style": "form", "explode": false, "schema": { "type": "string" } },
        ],
        "security": [{ "key": [] }, { "other": [] }],
        "responses": { "2XX": { "description": "" }, "default": { "description": "D" } },
    } });
    assert_eq!(value, expected);
    let places = said
        .iter()
        .map(|line| line.split(": ").next().unwrap_or_default());
    assert_eq!(
        places.collect::<Vec<_>>(),
        [
            "OAS0010 #/paths/~1a/GET",
            "OAS0010 #/paths/~1a/get/tags",
            "OAS0010 #/paths/~1a/get/deprecated",
            "OAS0010 #/paths/~1a/get/security/1",
            "OAS0010 #/paths/~1a/get/parameters/1",
            "OAS0124 #/paths/~1a/get/parameters/0",
            "OAS0126 #/paths/~1a/get/parameters/1",
            "OAS0011 #/paths/~1a/get/parameters/1",
            "OAS0019 #/paths/~1a/get/responses/2**",
            "OAS0019 #/paths/~1a/get/responses/ok",
            "OAS0011 #/paths/~1a/get/parameters/0",
            "OAS0011 #/paths/~1a/get/responses/2XX",
        ]
    );
}

#[test]
fn every_kind_of_node_is_read_with_its_children_as_references() {
    let text = format!(
        "{HEAD}servers: [{{url: 'https://{{h}}', variables: {{h: {{default: x}}}}}}]\npaths:\n  /a:\n    post:\n      \
         operationId: op\n      parameters: [{{name: q, in: query, schema: {{type: string}}}}]\n      \
         requestBody: {{content: {{text/plain: {{schema: {{type: string}}}}}}}}\n      responses:\n        \
         '200': {{description: D, headers: {{H: {{schema: {{type: string}}}}}}}}\n      callbacks: {{c: {{}}}}\n\
         components:\n  securitySchemes: {{k: {{type: apiKey, in: header, name: K}}}}\n"
    );
    let (document, mut report) = load(&text);
    let document = document.expect("a description");
    let at = |pointer: &str| {
        document
            .at(&Pointer::parse(pointer).unwrap())
            .expect("a node")
    };
    let report = &mut report;
    let here = "#/paths/~1a/post";
    let operation =
        serde_json::to_value(document.operation(&at("/paths/~1a/post"), report)).unwrap();
    let expected = json!({ "operationId": "op",
        "parameters": [{ "$ref": format!("{here}/parameters/0") }],
        "requestBody": { "$ref": format!("{here}/requestBody") },
        "responses": { "200": { "$ref": format!("{here}/responses/200") } } });
    assert_eq!(operation, expected);
    let parameter = document
        .parameter(&at("/paths/~1a/post/parameters/0"), report)
        .expect("one");
    let expected = json!({ "in": "query", "name": "q", "style": "form",
        "schema": { "$ref": format!("{here}/parameters/0/schema") } });
    assert_eq!(serde_json::to_value(parameter).unwrap(), expected);
    let body = document.request_body(&at("/paths/~1a/post/requestBody"), report);
    let schema = format!("{here}/requestBody/content/text~1plain/schema");
    let expected = json!({ "content": { "text/plain": { "schema": { "$ref": schema } } } });
    assert_eq!(serde_json::to_value(body).unwrap(), expected);
    let response = document.response(&at("/paths/~1a/post/responses/200"), report);
    let header = format!("{here}/responses/200/headers/H");
    let expected = json!({ "description": "D", "headers": { "H": { "$ref": header } } });
    assert_eq!(serde_json::to_value(response).unwrap(), expected);
    let header = document.header(&at("/paths/~1a/post/responses/200/headers/H"), report);
    let schema = format!("{here}/responses/200/headers/H/schema");
    let expected = json!({ "style": "simple", "schema": { "$ref": schema } });
    assert_eq!(serde_json::to_value(header).unwrap(), expected);
    let scheme = document.security_scheme(&at("/components/securitySchemes/k"), report);
    let expected = json!({ "type": "apiKey", "in": "header", "name": "K" });
    assert_eq!(serde_json::to_value(scheme).unwrap(), expected);
    let server = document
        .server(&at("/servers/0"), report)
        .expect("a server");
    assert_eq!(server.url, "https://{h}");
    assert_eq!(said(report), Vec::<String>::new());
}

#[test]
fn a_path_item_adds_members_to_the_one_it_refers_to() {
    let text = format!(
        "{HEAD}paths:\n  /a: {{$ref: '#/components/pathItems/A', summary: S, get: {{responses: {{}}, \
         operationId: own}}}}\ncomponents:\n  pathItems:\n    A: {{get: {{responses: {{}}}}, put: \
         {{responses: {{}}}}}}\n"
    );
    let (value, said) = part(&text, "/paths/~1a");
    let expected = json!({
        "summary": "S",
        "get": { "responses": {}, "operationId": "own" },
        "put": { "responses": {} },
    });
    assert_eq!((value, said), (expected, Vec::new()));
}
