//! Makes each of the ten calls once, against the service that `CLOUDFLARE_BASE_URL` names.
//!
//! `xtask/compare_sdk.py` runs it beside the service's own SDK and compares what arrives. The
//! credentials are those of `Client::from_env`.

use std::error::Error;

use ai_gateway_routes::{Client, types::*};

const ACCOUNT: &str = "0d37909e38d3e99c29fa2cd343ac421a";
const GATEWAY: &str = "my gateway";
const ROUTE: &str = "54442216";
const VERSION: &str = "v/1";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let elements: Vec<Element> = serde_json::from_str(include_str!("route.json"))?;
    let client = Client::from_env()?;
    let routes = client.gateway(ACCOUNT, GATEWAY);

    let page = routes.list_routes().page(2).per_page(50).await?;
    println!("{} routes", page.routes.len());
    let create = CreateRoute::new("my route", elements.clone());
    println!("created {}", routes.create_route(&create).await?.id);
    println!("got {}", routes.get_route(ROUTE).await?.name);
    let update = UpdateRoute::new("renamed");
    println!("renamed {}", routes.update_route(ROUTE, &update).await?.id);
    println!("deleted {}", routes.delete_route(ROUTE).await?.id);

    let deployments = routes.list_deployments(ROUTE).await?.deployments;
    println!("{} deployments", deployments.len());
    let deploy = CreateDeployment::new(VERSION);
    println!(
        "deployed {}",
        routes.create_deployment(ROUTE, &deploy).await?.id
    );
    let versions = routes.list_versions(ROUTE).await?.versions;
    println!("{} versions", versions.len());
    let create = CreateVersion::new(elements);
    println!("made {}", routes.create_version(ROUTE, &create).await?.id);
    println!(
        "got {}",
        routes.get_version(ROUTE, VERSION).await?.version_id
    );
    Ok(())
}
