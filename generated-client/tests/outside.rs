//! A crate outside the workspace that depends on this one by its path builds and runs; so does the
//! sample of the README.

use std::{fs, path::Path, process::Command};

const MAIN: &str = r##"
use ai_gateway_routes::{Client, Credentials, types::Element};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let text = r#"{"id":"e","type":"end","outputs":{}}"#;
    let element: Element = serde_json::from_str(text)?;
    assert!(matches!(element, Element::End(_)));
    let client = Client::builder().credentials(Credentials::ApiToken("t".into())).build()?;
    let request = client.get_route("account", "gateway", "route").build()?;
    println!("{} {}", request.method, request.url);
    Ok(())
}
"##;

#[test]
fn a_crate_that_depends_on_this_one_by_path_builds_and_runs() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().expect("a folder");
    let manifest = format!(
        r#"[package]
name = "outside"
edition = "2024"

[dependencies]
ai-gateway-routes = {{ path = {here:?} }}
serde_json = "1"

[profile.dev]
debug = "line-tables-only"
"#
    );
    fs::create_dir(folder.path().join("src")).expect("a folder");
    fs::write(folder.path().join("Cargo.toml"), manifest).expect("a manifest");
    fs::write(folder.path().join("src/main.rs"), MAIN).expect("a program");
    // The versions that are at hand already, so that nothing is fetched.
    fs::copy(here.join("../Cargo.lock"), folder.path().join("Cargo.lock")).expect("a lock file");
    // Beside this test, so that what is built already is not built again.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .parent()
        .expect("the target folder");
    // The workspace's README is this crate's documentation, so that its sample is compiled.
    let readme = here.join("../README.md");
    let lib = format!("#![doc = include_str!({readme:?})]\n");
    fs::write(folder.path().join("src/lib.rs"), lib).expect("a library");
    let cargo = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO"))
            .args(arguments)
            .arg("--offline")
            .current_dir(folder.path())
            .env("CARGO_TARGET_DIR", target)
            .output()
            .expect("cargo runs");
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let expected = "GET https://api.cloudflare.com/client/v4/accounts/account/ai-gateway/gateways/\
                    gateway/routes/route\n";
    assert_eq!(cargo(&["run", "--quiet"]), expected);
    let tested = cargo(&["test", "--doc"]);
    assert!(tested.contains("1 passed"), "{tested}");
}
