//! A type is replaced by one's own; pages and servers are chosen.

use super::{files, item, problems};

const PETS: &str = r##"{
  "openapi": "3.0.3", "info": {"title": "Pets", "version": "1"},
  "servers": [{"url": "https://one.example", "description": "One"}, {"url": "https://two.example", "description": "Two"}],
  "paths": {"/pets": {"get": {"operationId": "listPets",
    "parameters": [{"name": "from", "in": "query", "schema": {"type": "integer"}}],
    "responses": {"200": {"description": "d", "content": {"application/json":
      {"schema": {"$ref": "#/components/schemas/Pets"}}}}}}}},
  "components": {"schemas": {
    "Pets": {"type": "object", "properties": {"found": {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}}}},
    "Pet": {"type": "object", "required": ["price"], "properties": {"price": {"$ref": "#/components/schemas/Money"}}},
    "Money": {"type": "object", "properties": {"unit": {"type": "string", "enum": ["eur"]}}}}}
}"##;

#[test]
fn a_type_is_replaced_by_ones_own() {
    let files = files(PETS, "[replace]\nMoney = \"purse::Money\"\n");
    let types = &files["src/types.rs"];
    assert!(
        item(types, "pub struct Pet ").contains("pub price: purse::Money,"),
        "{types}"
    );
    assert!(!types.contains("struct Money"), "{types}");
    // What only the replaced type needs is not emitted.
    assert!(!types.contains("Unit"), "{types}");
    assert!(files["src/replaced.rs"].contains("purse::Money"));
    assert!(files["src/lib.rs"].contains("mod replaced;"));
    assert!(files.contains_key("src/runtime/by_serde.rs"));
}

#[test]
fn pages_are_pinned_and_servers_chosen() {
    let settings = r#"
[servers]
default = "Two"
[pagination.listPets]
style = "offset"
parameter = "from"
items = ["found"]
"#;
    let chosen = files(PETS, settings);
    let text: String = chosen.values().map(String::as_str).collect();
    assert!(text.contains("\"https://two.example\""));
    assert!(chosen.contains_key("src/runtime/pages.rs"));
    assert!(!files(PETS, "").contains_key("src/runtime/pages.rs"));
    let own = files(PETS, "[servers]\nurl = \"https://three.example\"\n");
    let text: String = own.values().map(String::as_str).collect();
    assert!(text.contains("\"https://three.example\""));
}

#[test]
fn entries_about_nothing_are_told() {
    let settings = "[servers]\ndefault = \"Too\"\n[replace]\nMony = \"a::B\"\n[pagination.listPets]\nstyle = \"page\"\nparameter = \"form\"\nitems = [\"found\"]\n[environment]\nkey = \"K\"\n[scopes.a]\npath = \"/pet\"\n";
    assert_eq!(
        problems(PETS, settings),
        "2:1 no server is called `Too` (correct or remove the entry)
4:1 no type stands at `Mony` (write `Money`, or remove the entry)
7:1 the operation has no query parameter `form` (write `from`, or remove the entry)
10:1 no security scheme is called `key` (correct or remove the entry)
12:1 no operation's path begins with `/pet` (write `/pets`, or remove the entry)"
    );
}

const ACCOUNTS: &str = r##"{
  "openapi": "3.0.3", "info": {"title": "Accounts", "version": "1"},
  "paths": {"/accounts/{iban}": {"get": {"operationId": "getAccount",
    "parameters": [{"name": "iban", "in": "path", "required": true, "schema": {"type": "string", "format": "iban"}}],
    "responses": {"200": {"description": "d", "content": {"application/json":
      {"schema": {"$ref": "#/components/schemas/Account"}}}}}}}},
  "components": {"schemas": {
    "Account": {"type": "object", "required": ["iban", "balance"], "properties": {
      "iban": {"type": "string", "format": "iban"},
      "balance": {"$ref": "#/components/schemas/Amount"},
      "limit": {"$ref": "#/components/schemas/Amount"},
      "note": {"type": "string"}}},
    "Amount": {"type": "string", "description": "1.50 EUR"}}}
}"##;

#[test]
fn a_component_that_is_plain_text_is_replaced() {
    let files = files(ACCOUNTS, "[replace]\nAmount = \"purse::Amount\"\n");
    let types = &files["src/types.rs"];
    let account = item(types, "pub struct Account ");
    assert!(account.contains("pub balance: purse::Amount,"), "{account}");
    assert!(
        account.contains("pub limit: Option<purse::Amount>,"),
        "{account}"
    );
    assert!(account.contains("pub note: Option<String>,"), "{account}");
    assert!(!types.contains("struct Amount"), "{types}");
    assert!(files["src/replaced.rs"].contains("purse::Amount"));
}

#[test]
fn a_format_that_nobody_knows_becomes_ones_own_type() {
    let files = files(ACCOUNTS, "[formats.other]\niban = \"bank::Iban\"\n");
    let account = item(&files["src/types.rs"], "pub struct Account ");
    assert!(account.contains("pub iban: bank::Iban,"), "{account}");
    assert!(account.contains("pub balance: String,"), "{account}");
    assert!(
        files["src/client.rs"].contains("iban: &bank::Iban"),
        "{}",
        files["src/client.rs"]
    );
    assert!(files["src/replaced.rs"].contains("bank::Iban"));
}

#[test]
fn a_format_that_nothing_has_is_told() {
    let settings = "[formats.other]\nibn = \"bank::Iban\"\niban = \"7\"\n";
    assert_eq!(
        problems(ACCOUNTS, settings),
        "2:1 no text has the format `ibn` (write `iban`, or remove the entry)
3:1 `7` is no path of a type (write the path of a type, such as `money::Amount`)"
    );
}
