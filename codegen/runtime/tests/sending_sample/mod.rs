//! One call made with a client and with bare reqwest, and a server for both.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    thread,
};

use http::Method;
use runtime::runtime::{Api, Client, ClientBuilder, Operation, Scheme, Secrets, api};
use serde_json::Value;

/// A service that wants a token.
pub static API: Api = Api {
    user_agent: "test/1",
    base_url: "",
    schemes: &[("token", Scheme::Bearer)],
};

/// Gives `[1,2,3]`.
pub static GET: Operation<Vec<i64>, Value> = Operation {
    id: "get",
    method: Method::GET,
    path: "/accounts/{account}/things/{thing}",
    security: &[&["token"]],
    replies: &[api::json(200)],
    errors: &[],
};

/// A server that keeps its connections and gives one answer to every request.
pub fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || answer(stream));
        }
    });
    url
}

fn answer(mut stream: TcpStream) {
    const ANSWER: &[u8] =
        b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 7\r\n\r\n[1,2,3]";
    let (mut seen, mut piece) = (Vec::new(), [0; 4096]);
    while let Ok(length @ 1..) = stream.read(&mut piece) {
        seen.extend_from_slice(&piece[..length]);
        if seen.ends_with(b"\r\n\r\n") {
            seen.clear();
            stream.write_all(ANSWER).unwrap();
        }
    }
}

/// A client of ours, and one of reqwest.
pub fn clients(url: &str) -> (Client, reqwest::Client) {
    let secrets = Secrets::new().with("token", "secret".into());
    let ours = ClientBuilder::new(&API).base_url(format!("{url}/v4"));
    let bare = reqwest::Client::builder().user_agent("test/1");
    (
        ours.credentials(secrets).build().unwrap(),
        bare.build().unwrap(),
    )
}

/// The call with our client.
pub async fn ours(client: &Client) {
    let request = client.request::<_, _, ()>(&GET).in_path([&"a", &"t"]);
    let things = request.in_query("page", &2_i64).await.unwrap();
    assert_eq!(things, [1, 2, 3]);
}

/// The same with bare reqwest.
pub async fn bare(client: &reqwest::Client, url: &str) {
    let request = client
        .get(format!("{url}/v4/accounts/a/things/t?page=2"))
        .bearer_auth("secret")
        .header("accept", "application/json");
    let reply = request.send().await.unwrap().error_for_status().unwrap();
    let things: Vec<i64> = serde_json::from_slice(&reply.bytes().await.unwrap()).unwrap();
    assert_eq!(things, [1, 2, 3]);
}
