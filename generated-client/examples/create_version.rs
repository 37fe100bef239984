//! Makes a new version of a route with one element of each kind, and prints what the service says.
//!
//! With no account at hand it talks to a server that it starts itself:
//!
//!     cargo run -p ai-gateway-routes --example create_version
//!
//! With CLOUDFLARE_API_TOKEN, CLOUDFLARE_ACCOUNT_ID and CLOUDFLARE_GATEWAY_ID it talks to the
//! service, and makes a route first unless CLOUDFLARE_ROUTE_ID names one.

use std::{collections::BTreeMap, env, error::Error};

use ai_gateway_routes::{Client, Credentials, types::*};

#[path = "../tests/loopback/mod.rs"]
#[expect(
    dead_code,
    reason = "the tests ask what the server has seen, an example does not"
)]
mod loopback;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let account = env::var("CLOUDFLARE_ACCOUNT_ID").unwrap_or_else(|_| "account".into());
    let gateway = env::var("CLOUDFLARE_GATEWAY_ID").unwrap_or_else(|_| "gateway".into());
    let client = match env::var("CLOUDFLARE_API_TOKEN") {
        Ok(token) => Client::builder()
            .credentials(Credentials::ApiToken(token.into()))
            .build()?,
        Err(_) => pretended()?,
    };

    let route = match env::var("CLOUDFLARE_ROUTE_ID") {
        Ok(route) => route,
        Err(_) => {
            let body = CreateRoute::new("example", elements());
            client.create_route(&account, &gateway, &body).await?.id
        }
    };
    let body = CreateVersion::new(elements());
    let route = client
        .create_version(&account, &gateway, &route, &body)
        .await?;

    println!(
        "route {} ({}) has {} elements:",
        route.name,
        route.id,
        route.elements.len()
    );
    for element in &route.elements {
        println!("  {element:?}");
    }
    Ok(())
}

/// Paying users go to a model, within a limit; some of the others do too.
fn elements() -> Vec<Element> {
    let to = |id: &str| ElementId::new(id);
    let paid = serde_json::json!({"$eq": "paid"});
    let shares = BTreeMap::from([("10".into(), to("m")), ("90".into(), to("r"))]);
    vec![
        Element::Start(StartElement::new("s", StartOutputs::new(to("c")))),
        Element::Conditional(ConditionalElement::new(
            "c",
            ConditionalOutputs::new(to("p"), to("r")),
            ConditionalProperties::new()
                .conditions(BTreeMap::from([("metadata.plan".into(), paid)])),
        )),
        Element::Percentage(PercentageElement::new("p", shares)),
        Element::Rate(RateElement::new(
            "r",
            FallbackOutputs::new(to("m"), to("e")),
            RateProperties::new(LimitType::Cost, "user", 100.0, 3600.0),
        )),
        Element::Model(ModelElement::new(
            "m",
            FallbackOutputs::new(to("e"), to("e")),
            ModelProperties::new("workers-ai", "@cf/meta/llama-3.1-8b-instruct", 30000.0, 2.0),
        )),
        Element::End(EndElement::new("e", BTreeMap::new())),
    ]
}

/// A client of a server on this machine, which answers as the description says.
fn pretended() -> Result<Client, Box<dyn Error>> {
    let server = loopback::Loopback::start(|request| {
        println!("{} {}", request.method, request.path);
        let body: serde_json::Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let mut route = serde_json::json!({
            "id": "54442216",
            "name": "example",
            "elements": body["elements"],
            "created_at": "2019-12-27T18:11:19.117Z",
            "modified_at": "2019-12-27T18:11:19.117Z",
            "gateway_id": "gateway",
        });
        if !request.path.ends_with("/versions") {
            let made = "2019-12-27T18:11:19.117Z";
            route["deployment"] =
                serde_json::json!({"deployment_id": "d", "version_id": "v", "created_at": made});
            route["version"] = serde_json::json!({
                "version_id": "v", "data": "{}", "active": "true", "created_at": made,
            });
        }
        loopback::Answer::json(200, serde_json::json!({"success": true, "result": route}))
    })?;
    println!("no CLOUDFLARE_API_TOKEN is set: talking to {}", server.url);
    let credentials = Credentials::ApiToken("none".into());
    Ok(Client::builder()
        .base_url(server.url)
        .credentials(credentials)
        .build()?)
}
