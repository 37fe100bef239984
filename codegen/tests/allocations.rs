//! How often generating asks for memory: counts, no clocks, so that it fails when something gets
//! dearer and never by chance.
//!
//! Only what runs on the test's own thread is counted: lowering has a thread of its own.

use allocation_counter::measure;
use codegen::{
    Input, emit, load, name::Lock, render, report::Report, settings::Settings, understand,
};
use rayon::{ThreadPool, ThreadPoolBuilder};
use serde_json::{Map, Value, json};

/// A description of so many schemas with ten members each; each is sent and received.
fn description(schemas: usize) -> String {
    let (mut paths, mut tables) = (Map::new(), Map::new());
    for index in 0..schemas {
        let member = |number: usize| {
            let schema = match number {
                0 if index > 0 => {
                    json!({"$ref": format!("#/components/schemas/Thing{}", index - 1)})
                }
                1 => json!({"type": "array", "items": {"type": "string"}}),
                2 => json!({"type": "string", "enum": ["first", "second", "third"]}),
                _ => json!({"type": "string", "description": "What it is called here."}),
            };
            (format!("member_{number}"), schema)
        };
        let members: Map<String, Value> = (0..10).map(member).collect();
        let schema = json!({"type": "object", "required": ["member_3"], "properties": members});
        tables.insert(format!("Thing{index}"), schema);
        let content = json!({"application/json": {
            "schema": {"$ref": format!("#/components/schemas/Thing{index}")}}});
        let post = json!({"operationId": format!("makeThing{index}"), "tags": ["things"],
            "requestBody": {"required": true, "content": content},
            "responses": {"200": {"description": "It is made.", "content": content}}});
        paths.insert(format!("/things/{index}"), json!({"post": post}));
    }
    json!({"openapi": "3.0.3", "info": {"title": "Things", "version": "1"},
        "paths": paths, "components": {"schemas": tables}})
    .to_string()
}

/// A pool of this thread alone, so that what is printed on it is counted.
fn alone() -> ThreadPool {
    let threads = ThreadPoolBuilder::new().num_threads(1);
    threads.use_current_thread().build().expect("a pool")
}

/// How often memory is asked for to load, to understand and to print a description of so many
/// schemas.
fn counts(threads: &ThreadPool, schemas: usize) -> [u64; 3] {
    let text = description(schemas);
    let settings = Settings::default();
    let input = Input {
        text: &text,
        settings: &settings,
        lock: &Lock::default(),
        others: &|_| None,
        strict: false,
    };
    let loading = measure(|| {
        load::load(&text, &|_| None, &mut Report::default()).expect("a description");
    });
    let mut model = None;
    let understanding = measure(|| model = understand(&input).ok());
    let (model, _) = model.expect("a model");
    let printing = threads.install(|| {
        measure(|| {
            let emission = emit::emit(&model.api, &model.facts, &model.names, &settings);
            render::render(&emission).expect("a crate");
        })
    });
    [loading, understanding, printing].map(|info| info.count_total)
}

#[test]
fn a_schema_costs_no_more_than_it_did() {
    const SCHEMAS: u64 = 100;
    let counts = counts(&alone(), SCHEMAS as usize).map(|count| count / SCHEMAS);
    println!("for each schema: {counts:?} to load, to understand, to print");
    let budget = BUDGET;
    let within = counts
        .iter()
        .zip(budget)
        .all(|(count, most)| *count <= most);
    assert!(within, "{counts:?} for each schema, {budget:?} are allowed");
}

/// What each schema with its operation may cost, to load, to understand and to print: a tenth more
/// than it does.
const BUDGET: [u64; 3] = [185, 635, 2350];

#[test]
fn four_times_as_many_schemas_cost_four_times_as_much() {
    let threads = alone();
    let (few, many) = (counts(&threads, 100), counts(&threads, 400));
    for (few, many) in few.into_iter().zip(many) {
        assert!(
            many <= few * 43 / 10,
            "{few} for 100 schemas, {many} for 400"
        );
    }
}
