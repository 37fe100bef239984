//! What the tests of commands share: a small description, and a way to run a command on it.
#![allow(dead_code, reason = "every test file takes what it needs")]

use std::{
    path::Path,
    process::{Command, Output},
};

/// A description with one operation.
pub(super) const PETS: &str = r#"openapi: 3.0.3
info: {title: Pets, version: 1.0.0}
servers: [{url: https://pets.example/v1}]
paths:
  /pets/{id}:
    get:
      operationId: getPet
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      responses:
        '200':
          description: A pet.
          content:
            application/json:
              schema:
                type: object
                required: [name]
                properties:
                  name: {type: string}
"#;

/// Runs a command as a person would, in `folder`.
pub(super) fn xtask(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .output()
        .expect("xtask runs")
}

pub(super) fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub(super) fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
