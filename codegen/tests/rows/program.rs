//! The program that tries the rows of a crate.

use std::fmt::Write;

use codegen::Output;

/// Its text. It prints a line for each case: the outcome as a JSON string.
pub(crate) fn text(rows: &[Vec<&str>], output: &Output) -> String {
    let has = |part: &str| output.files.contains_key(&format!("src/runtime/{part}.rs"));
    let needs = |line: &&str| match line.split_once("// needs ") {
        Some((_, part)) => has(part),
        None => true,
    };
    let mut text: String = HEAD
        .lines()
        .filter(needs)
        .map(|line| format!("{line}\n"))
        .collect();
    if has("events") {
        text += EVENTS;
    }
    for (index, cases) in rows.iter().enumerate() {
        let _ = writeln!(text, "async fn row_{index}() {{");
        for case in cases {
            let _ = writeln!(text, "    tell({});", outcome(case));
        }
        text.push_str("}\n\n");
    }
    text.push_str("async fn all() {\n");
    for index in 0..rows.len() {
        let _ = writeln!(text, "    Box::pin(row_{index}()).await;");
    }
    text.push_str("}\n");
    text
}

/// The expression that gives the outcome of a case.
fn outcome(case: &str) -> String {
    if let Some((type_, json)) = case.split_once(" <- ") {
        return format!("trip::<{type_}>({json:?})");
    }
    if let Some(expression) = case.strip_prefix("ask ") {
        return format!("{{ let client = client(204, \"\", \"\"); asked({expression}).await }}");
    }
    if let Some(expression) = case.strip_prefix("say ") {
        return format!("show(&({expression}))");
    }
    let (answer, expression) = case.split_once(" >> ").expect("an expression");
    let mut parts = answer.splitn(3, ' ');
    let status = parts.next().unwrap_or_default();
    let media = parts.next().unwrap_or_default();
    let body = parts.next().unwrap_or_default().replace("\\n", "\n");
    match expression.contains(".await") {
        true => format!(
            "{{ let client = client({status}, {media:?}, {body:?}); show(&({expression})) }}"
        ),
        false => format!(
            "{{ let client = client({status}, {media:?}, {body:?}); got({expression}).await }}"
        ),
    }
}

const HEAD: &str = r##"//! Tries all rows.
#![allow(warnings)]

use std::{collections::BTreeMap, fmt::Debug, sync::{Arc, Mutex}};

use bytes::Bytes;
use futures_core::Stream;
use serde_json::{Value, json};
use subject::{
    *, client::*, types::*,
    runtime::{
        multipart::{Multipart, Part}, // needs multipart
        json::{self as reader, Base64, Json, Null, UnknownMembers},
        parameter::Parameter,
        secret::Secret,
        transport::{Body, BoxFuture, HttpReply, HttpRequest, Transport, TransportError},
    },
};

fn tell(outcome: String) {
    let lines: Vec<String> = outcome.lines().map(|line| format!("  {line}\n")).collect();
    println!("{}", Value::from(lines.concat()));
}

/// Reads a text as the type, writes it again, by our own reader and through serde.
fn trip<T: Json + serde::Serialize + serde::de::DeserializeOwned>(text: &str) -> String {
    let given: Value = serde_json::from_str(text).expect("JSON");
    let by_serde = serde_json::from_str::<T>(text);
    let by_serde = by_serde.map(|value| serde_json::to_value(&value).expect("JSON")).ok();
    let own = reader::from_str::<T>(text).map(|value| reader::to_value(&value)).ok();
    assert_eq!(own, by_serde, "serde differs: {text}");
    match reader::from_str::<T>(text) {
        Ok(value) => {
            let written: Value = serde_json::from_str(&reader::to_string(&value)).expect("JSON");
            let again = reader::from_value::<T>(&given).map(|value| reader::to_value(&value));
            assert_eq!(again.ok(), Some(written.clone()), "the ways in differ: {text}");
            match written == given {
                true => "same".to_owned(),
                false => format!("-> {written}"),
            }
        }
        Err(error) => format!("{:?} {error}", error.pointer()),
    }
}

/// Answers everything alike, and remembers what was asked.
#[derive(Clone)]
struct Double {
    reply: (u16, &'static str, &'static str),
    asked: Arc<Mutex<Vec<HttpRequest>>>,
}

static ASKED: Mutex<Vec<HttpRequest>> = Mutex::new(Vec::new());

impl Transport for Double {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpReply, TransportError>> {
        ASKED.lock().expect("no panic").push(request);
        let (status, media, body) = self.reply;
        let mut headers = http::HeaderMap::new();
        let (media, rest) = media.split_once(';').unwrap_or((media, ""));
        if !media.is_empty() && media != "-" {
            headers.insert("content-type", media.parse().expect("a media type"));
        }
        for pair in rest.split(';').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').expect("a header");
            let name: http::HeaderName = name.parse().expect("a name");
            headers.append(name, value.parse().expect("a value"));
        }
        let status = http::StatusCode::from_u16(status).expect("a status");
        Box::pin(async move { Ok(HttpReply::whole(status, headers, body)) })
    }
}

fn client(status: u16, media: &'static str, body: &'static str) -> Client {
    ASKED.lock().expect("no panic").clear();
    let double = Double { reply: (status, media, body), asked: Arc::default() };
    let client = Client::builder().transport(double).retry(RetryPolicy::never());
    client.build().expect("a client")
}

/// What goes over the wire.
async fn asked<T, P>(request: Request<T, P>) -> String {
    if let Err(error) = request.build() {
        return format!("refused: {error}");
    }
    let _ = request.send().await;
    let request = ASKED.lock().expect("no panic").first().expect("a request").clone();
    let url = request.url.as_str();
    let mut text = format!("{} {}\n", request.method, url.strip_prefix("https://rows.example").unwrap_or(url));
    for (name, value) in &request.headers {
        if !["user-agent", "accept", "content-length"].contains(&name.as_str()) || (name == "accept" && value != "application/json" && value != "*/*") {
            let value = value.to_str().expect("text");
            text += &format!("{name}: {}\n", value.split("boundary=").next().unwrap_or_default());
        }
    }
    let mut stream = request.body.clone().open().expect("a body");
    let mut bytes = Vec::new();
    while let Some(piece) = std::future::poll_fn(|cx| stream.as_mut().poll_next(cx)).await {
        bytes.extend_from_slice(&piece.expect("a piece"));
    }
    {
        let body = String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
        let boundary = body.starts_with("--").then(|| body.lines().next().unwrap_or_default().to_owned());
        text += &match boundary {
            Some(boundary) => body.replace(&boundary, "--boundary"),
            None => body,
        };
    }
    text
}

/// What comes of a request.
async fn got<T: Debug, P>(request: Request<T, P>) -> String {
    match request.send().await {
        Ok(response) => format!("{:?}", response.payload),
        Err(error) => failed(&error),
    }
}

fn failed(error: &subject::Error) -> String {
    let mut text = format!("error: {error}");
    if let Some(payload) = error.payload() {
        text += &format!("\n{payload:?}");
    }
    text
}

fn show(value: &dyn Debug) -> String {
    format!("{value:?}")
}

fn main() {
    let run = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(all());
    };
    let thread = std::thread::Builder::new().stack_size(64 << 20).spawn(run);
    thread.expect("a thread").join().expect("no panic");
}

"##;

const EVENTS: &str = r##"
/// The events of a reply.
async fn events<T, P>(request: Request<T, P>) -> Vec<String> {
    let mut events = request.events().await.expect("a stream");
    let mut found = Vec::new();
    while let Some(event) = events.next().await {
        let event = event.expect("an event");
        found.push(format!("{}: {}", event.name, event.data));
    }
    found
}

/// The values in the events of a reply.
async fn event_data<D: Json + Debug, T, P>(request: Request<T, P>) -> Vec<D> {
    let mut data = request.event_data::<D>().await.expect("a stream");
    let mut found = Vec::new();
    while let Some(value) = data.next().await {
        found.push(value.expect("a value"));
    }
    found
}

"##;
