//! One test for every place of a description that is printed.

use serde_json::{Value, json};

use super::{check, generate, texts};

/// A description without anything in it.
fn nothing() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": "1.0.0"},
        "servers": [{"url": "https://pets.example"}],
        "paths": {},
    })
}

/// An operation of `GET /pets` that answers a pet.
fn operation() -> Value {
    json!({
        "operationId": "listPets",
        "tags": ["pets"],
        "responses": {"200": {
            "description": "Pets.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}},
        }},
    })
}

/// A description with one operation, and a schema of one member.
fn pets(operation: Value) -> Value {
    let mut document = nothing();
    document["paths"] = json!({"/pets": {"get": operation}});
    document["components"] = json!({"schemas": {"Pet": {
        "type": "object", "properties": {"name": {"type": "string"}},
    }}});
    document
}

/// The same with another schema.
fn pet(schema: Value) -> Value {
    let mut document = pets(operation());
    document["components"]["schemas"]["Pet"] = schema;
    document
}

/// The same with something else in the operation.
fn asked(key: &str, value: Value) -> Value {
    let mut operation = operation();
    operation[key] = value;
    pets(operation)
}

fn parameter(member: &str, value: Value) -> Value {
    let mut parameter = json!({"name": "page", "in": "query", "schema": {"type": "string"}});
    parameter[member] = value;
    asked("parameters", json!([parameter]))
}

fn body(media: &str) -> Value {
    let schema = json!({"type": "object", "properties": {"name": {"type": "string"}}});
    asked(
        "requestBody",
        json!({"content": {(media): {"schema": schema}}}),
    )
}

fn answers(response: Value) -> Value {
    asked("responses", json!({"200": response}))
}

fn secured(name: &str, scheme: Value) -> Value {
    let mut document = pets(operation());
    document["components"]["securitySchemes"] = json!({(name): scheme});
    document["security"] = json!([{(name): []}]);
    document
}

/// Puts every hostile text into a description, and looks at what is printed.
fn tried(document: impl Fn(&str) -> Value) {
    let harmless = generate(&document("harmless"), "");
    for text in texts::all() {
        check::check(&text, &generate(&document(&text), ""), &harmless);
    }
}

macro_rules! sinks {
    ($($sink:ident: |$text:ident| $document:expr;)*) => {
        $(#[test] fn $sink() { tried(|$text| $document); })*
    };
}

sinks! {
    the_title: |text| { let mut all = pets(operation()); all["info"]["title"] = text.into(); all };
    the_version: |text| { let mut all = pets(operation()); all["info"]["version"] = text.into(); all };
    the_description: |text| { let mut all = pets(operation()); all["info"]["description"] = text.into(); all };
    the_summary: |text| { let mut all = pets(operation()); all["info"]["summary"] = text.into(); all };
    the_license: |text| {
        let mut all = pets(operation());
        all["info"]["license"] = json!({"name": text, "url": text, "identifier": text});
        all["info"]["contact"] = json!({"name": text, "url": text, "email": text});
        all["info"]["termsOfService"] = text.into();
        all
    };
    the_url_of_a_server: |text| { let mut all = pets(operation()); all["servers"] = json!([{"url": format!("https://a/{text}")}]); all };
    a_whole_server: |text| { let mut all = pets(operation()); all["servers"] = json!([{"url": text, "description": text}]); all };
    a_variable_of_a_server: |text| {
        let mut all = pets(operation());
        all["servers"] = json!([{"url": format!("https://{{{text}}}.a"),
            "variables": {(text): {"default": text, "enum": [text], "description": text}}}]);
        all
    };
    a_server_of_an_operation: |text| asked("servers", json!([{"url": format!("https://a/{text}"), "description": text}]));
    a_tag: |text| {
        let mut all = asked("tags", json!([text]));
        all["paths"]["/other"] = json!({"get": {"operationId": "other", "tags": ["other"], "responses": {"204": {"description": ""}}}});
        all
    };
    the_first_segment_of_a_path: |text| {
        let other = json!({"get": {"responses": {"200": {"description": "", "content": {"application/json": {"schema": {"type": "object", "properties": {"a": {"type": "string"}}}}}}}}});
        json!({"openapi": "3.1.0", "info": {"title": "Pets", "version": "1"}, "servers": [{"url": "https://a"}],
            "paths": {(format!("/{text}/a")): other, "/other": other}})
    };
    the_docs_of_a_tag: |text| { let mut all = pets(operation()); all["tags"] = json!([{"name": "pets", "description": text}]); all };
    an_operation_id: |text| asked("operationId", text.into());
    the_summary_of_an_operation: |text| asked("summary", text.into());
    the_docs_of_an_operation: |text| asked("description", text.into());
    external_docs: |text| asked("externalDocs", json!({"url": text, "description": text}));
    a_path: |text| { let mut all = pets(operation()); all["paths"] = json!({(format!("/{text}")): {"get": operation()}}); all };
    a_placeholder: |text| { let mut all = pets(operation()); all["paths"] = json!({(format!("/a/{{{text}}}")): {"get": operation()}}); all };
    the_name_of_a_parameter: |text| parameter("name", text.into());
    the_name_of_a_header_parameter: |text| asked("parameters", json!([{"name": text, "in": "header", "schema": {"type": "string"}}]));
    the_type_of_a_header: |text| asked("parameters", json!([{"name": format!("X-{text}"), "in": "header", "schema": {"enum": [text, "b"]}}]));
    the_name_of_a_cookie: |text| asked("parameters", json!([{"name": text, "in": "cookie", "required": true, "schema": {"type": "string"}}]));
    the_docs_of_a_parameter: |text| parameter("description", text.into());
    the_default_of_a_parameter: |text| parameter("schema", json!({"type": "string", "default": text, "example": text}));
    the_example_of_a_parameter: |text| {
        asked("parameters", json!([{"name": "id", "in": "query", "required": true, "example": text, "schema": {"type": "string"}}]))
    };
    the_media_type_of_a_parameter: |text| {
        asked("parameters", json!([{"name": "id", "in": "query", "content": {(text): {"schema": {"type": "object"}}}}]))
    };
    the_media_type_of_a_body: |text| body(text);
    the_subtype_of_a_body: |text| body(&format!("application/{text}+json"));
    the_media_type_of_an_answer: |text| answers(json!({"description": "", "content": {(text): {"schema": {"type": "string"}}}}));
    the_docs_of_a_body: |text| {
        asked("requestBody", json!({"description": text, "content": {"application/json": {"schema": {"type": "object"}}}}))
    };
    a_member_of_a_form: |text| asked("requestBody", json!({"content": {
        "application/x-www-form-urlencoded": {"schema": {"type": "object", "properties": {(text): {"type": "string"}}}},
        "multipart/form-data": {"schema": {"type": "object", "properties": {(text): {"type": "string", "format": "binary"}}},
            "encoding": {(text): {"contentType": text}}},
    }}));
    the_docs_of_an_answer: |text| answers(json!({"description": text, "content": {"application/json": {"schema": {"type": "string"}}}}));
    a_header_of_an_answer: |text| answers(json!({"description": "", "headers": {(text): {"description": text, "schema": {"type": "string"}}},
        "content": {"application/json": {"schema": {"type": "string"}}}}));
    the_status_of_an_answer: |text| {
        let mut document = pets(operation());
        document["paths"]["/pets"]["get"]["responses"][text] = json!({"description": text});
        document
    };
    an_error: |text| asked("responses", json!({"204": {"description": ""}, "404": {"description": text,
        "content": {"application/json": {"schema": {"title": text, "type": "object", "properties": {(text): {"type": "string"}}}}}}}));
    the_name_of_a_schema: |text| {
        let mut all = pets(operation());
        all["components"]["schemas"][text] = json!({"type": "object", "properties": {"a": {"type": "integer"}}});
        let pointer = text.replace('~', "~0").replace('/', "~1").replace('%', "%25");
        all["components"]["schemas"]["Pet"]["properties"]["other"] = json!({"$ref": format!("#/components/schemas/{pointer}")});
        all
    };
    the_title_of_a_schema: |text| pet(json!({"type": "object", "properties": {"a": {"title": text, "type": "object", "properties": {"b": {"type": "string"}}}}}));
    the_docs_of_a_schema: |text| pet(json!({"type": "object", "description": text, "properties": {"a": {"type": "string"}}}));
    the_name_of_a_property: |text| pet(json!({"type": "object", "required": [text], "properties": {(text): {"type": "string"}}}));
    the_docs_of_a_property: |text| pet(json!({"type": "object", "properties": {"a": {"type": "string", "description": text}}}));
    the_default_of_a_property: |text| pet(json!({"type": "object", "properties": {"a": {"type": "string", "default": text}, "b": {"default": {(text): text}}}}));
    the_example_of_a_property: |text| pet(json!({"type": "object", "example": {"a": text}, "required": ["a"], "properties": {"a": {"type": "string", "example": text}}}));
    a_constant: |text| pet(json!({"type": "object", "required": ["a"], "properties": {"a": {"const": text}}}));
    a_value_of_an_enum: |text| pet(json!({"type": "object", "properties": {"a": {"enum": [text, "b", format!("{text}c")]}}}));
    the_names_of_values: |text| pet(json!({"type": "object", "properties": {"a": {"enum": ["a", "b"], "x-enum-varnames": [text, text], "x-enum-descriptions": [text, text]}}}));
    a_format: |text| pet(json!({"type": "object", "properties": {"a": {"type": "string", "format": text, "pattern": text}}}));
    a_discriminator: |text| pet(json!({
        "oneOf": [
            {"type": "object", "required": [text], "properties": {(text): {"const": text}}},
            {"type": "object", "required": [text], "properties": {(text): {"const": "b"}}},
        ],
        "discriminator": {"propertyName": text},
    }));
    a_mapping: |text| {
        let mut all = pet(json!({
            "oneOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}],
            "discriminator": {"propertyName": "kind", "mapping": {(text): "#/components/schemas/A", "b": "#/components/schemas/B"}},
        }));
        for name in ["A", "B"] {
            all["components"]["schemas"][name] = json!({"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}, name: {"type": "string"}}});
        }
        all
    };
    the_name_of_a_security_scheme: |text| secured(text, json!({"type": "http", "scheme": "bearer"}));
    the_docs_of_a_security_scheme: |text| secured("token", json!({"type": "http", "scheme": "bearer", "description": text, "bearerFormat": text}));
    the_scheme_of_a_security_scheme: |text| secured("token", json!({"type": "http", "scheme": text}));
    the_header_of_a_key: |text| secured("key", json!({"type": "apiKey", "in": "header", "name": text}));
    the_parameter_of_a_key: |text| secured("key", json!({"type": "apiKey", "in": "query", "name": text}));
    the_cookie_of_a_key: |text| secured("key", json!({"type": "apiKey", "in": "cookie", "name": text}));
    a_webhook: |text| {
        let mut all = pets(operation());
        let schema = json!({"type": "object", "properties": {(text): {"type": "string"}}});
        all["webhooks"] = json!({(text): {"post": {"summary": text, "requestBody": {"content": {"application/json": {"schema": schema}}}, "responses": {}}}});
        all
    };
    an_extension: |text| asked(&format!("x-{text}"), json!({(text): text}));
    a_reference: |text| pet(json!({"type": "object", "properties": {"a": {"$ref": text}}}));
}

#[test]
fn what_the_settings_take_from_it() {
    let document = |text: &str| {
        pets(
            json!({"operationId": text, "tags": [text], "security": [{"key": []}],
        "parameters": [{"name": text, "in": "query", "schema": {"type": "integer"}}],
        "responses": {"200": {"description": text}}}),
        )
    };
    let harmless = generate(&document("harmless"), "");
    for text in texts::all() {
        let quoted: String = text
            .trim()
            .chars()
            .map(|c| format!("\\U{:08x}", u32::from(c)))
            .collect();
        let key = format!("\"{quoted}\"");
        let settings =
            format!("[methods]\n{key} = \"all_of_them\"\n[select]\noperations = [\"*\"]\n");
        check::check(&text, &generate(&document(&text), &settings), &harmless);
    }
}

#[test]
fn a_package_is_called_what_cargo_takes() {
    for (title, package) in [
        ("Box", "box-client"),
        ("test", "test-client"),
        ("URL", "url-client"),
        ("con", "con-client"),
        ("../../etc/passwd", "etc-passwd"),
        ("---", "api-client"),
        ("42", "api-42"),
    ] {
        let mut all = pets(operation());
        all["info"]["title"] = title.into();
        let manifest = &generate(&all, "").files["Cargo.toml"];
        assert!(
            manifest.contains(&format!("\nname = \"{package}\"\n")),
            "{manifest}"
        );
    }
}

#[test]
fn a_module_is_a_file_on_every_system() {
    let mut all = nothing();
    for (index, tag) in ["con", "CON", "../up", "a/b", "mod", "lib", "COM1"]
        .into_iter()
        .enumerate()
    {
        let path = format!("/{index}");
        all["paths"][path] = json!({"get": {"tags": [tag], "operationId": format!("o{index}"),
            "responses": {"200": {"description": "", "content": {"application/json": {"schema":
                {"type": "object", "properties": {(format!("a{index}")): {"type": "string"}}}}}}}}});
    }
    let output = generate(&all, "");
    let files = output
        .files
        .keys()
        .filter_map(|path| path.strip_prefix("src/types/"));
    let mut names: Vec<&str> = files.collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "a_b.rs", "com1_.rs", "con_.rs", "con_2.rs", "lib_2.rs", "mod_.rs", "up.rs"
        ]
    );
}

/// The crate, or the codes of why there is none.
fn decided(settings: &str, lock: &str) -> Result<codegen::Output, Vec<&'static str>> {
    let settings = codegen::settings::Settings::read(settings).expect("settings");
    let lock = codegen::name::Lock::read(lock).map_err(|_| vec!["OAS0900"])?;
    let text = pets(operation()).to_string();
    let input = codegen::Input {
        text: &text,
        settings: &settings,
        lock: &lock,
        others: &|_| None,
        strict: false,
    };
    let codes = |report: codegen::report::Report| {
        let problems = report.problems().iter();
        problems.map(|problem| problem.code).collect()
    };
    codegen::generate(&input).map_err(codes)
}

#[test]
fn names_of_a_lock_and_of_the_settings_are_names_or_refused() {
    for text in texts::all() {
        let quoted: String = text
            .chars()
            .map(|c| format!("\\U{:08x}", u32::from(c)))
            .collect();
        let lock = format!(
            "errors = \"{quoted}\"\n[types]\n\"#/components/schemas/Pet\" = \"{quoted}\"\n\
             [methods]\nlistPets = \"{quoted}\"\n[members.Pet]\nname = \"{quoted}\"\n\
             [operations.listPets]\noptions = \"{quoted}\"\n[rest]\nPet = \"{quoted}\"\n"
        );
        assert_eq!(decided("", &lock).err(), Some(vec!["OAS0900"]), "{lock}");
        for settings in [
            format!("[crate]\nname = \"{quoted}\"\n"),
            format!("[crate]\nversion = \"{quoted}\"\n"),
            format!("[methods]\nlistPets = \"{quoted}\"\n"),
            format!("[names]\nPet = \"{quoted}\"\n"),
            format!("[names]\n\"Pet::name\" = \"{quoted}\"\n"),
            format!("[replace]\nPet = \"{quoted}\"\n"),
            format!("[scopes.\"{quoted}\"]\npath = \"/pets\"\n"),
        ] {
            assert_eq!(
                decided(&settings, "").err(),
                Some(vec!["OAS0202"]),
                "{settings}"
            );
        }
    }
}

#[test]
fn a_type_is_called_after_a_header_by_a_name() {
    for (header, name) in [
        ("X-17", "X17"),
        ("X-2FA-Kind", "X2faKind"),
        ("Xray", "Xray"),
        ("X-Colour", "Colour"),
    ] {
        let parameter = json!({"name": header, "in": "header", "schema": {"enum": ["a", "b"]}});
        let output = generate(&asked("parameters", json!([parameter])), "");
        let types = &output.files["src/types.rs"];
        assert!(
            types.contains(&format!("pub enum {name} ")),
            "{header}: {types}"
        );
        check::check(header, &output, &output);
    }
}
