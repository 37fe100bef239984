//! The results as a table for a person, and as JSON for a tool.

use serde_json::{Value, json};

use super::Row;

/// How many lines of a failure are shown.
const SHOWN: usize = 12;

/// The table, and below it what failed and how.
pub(super) fn text(rows: &[Row]) -> String {
    let mut text = format!(
        "{:<26} {:>5} {:>6} {:>8} {:>7} {:>8} {:>5} {:>6} {:>8} {:>8}  verdict\n",
        "document", "ops", "types", "lines", "per op", "numbered", "degr", "%", "gen ms", "check s"
    );
    for row in rows {
        let checked = row
            .checked
            .map_or("-".to_owned(), |time| format!("{:.1}", time.as_secs_f64()));
        text.push_str(&format!(
            "{:<26} {:>5} {:>6} {:>8} {:>7} {:>8} {:>5} {:>6.2} {:>8} {:>8}  {}\n",
            row.name,
            row.summary.operations,
            row.summary.types,
            row.lines,
            per_operation(row),
            row.numbered.len(),
            row.summary.degraded,
            100.0 * row.degraded,
            row.generated.as_millis(),
            checked,
            verdict(row)
        ));
    }
    for row in rows.iter().filter(|row| !row.failures.is_empty()) {
        text.push_str(&format!("\n{}:\n", row.name));
        for line in row
            .failures
            .iter()
            .flat_map(|failure| failure.lines())
            .take(SHOWN)
        {
            text.push_str(&format!("    {line}\n"));
        }
    }
    text
}

pub(super) fn json(rows: &[Row]) -> Value {
    let rows = rows.iter().map(|row| {
        json!({
            "document": row.name,
            "operations": row.summary.operations,
            "types": row.summary.types,
            "lines": row.lines,
            "numbered": row.numbered,
            "degraded": row.summary.degraded,
            "degradedShare": row.degraded,
            "problems": row.warnings,
            "generateMilliseconds": row.generated.as_secs_f64() * 1000.0,
            "checkSeconds": row.checked.map(|time| time.as_secs_f64()),
            "roundtrip": row.trips.as_ref().map(super::roundtrip::json),
            "failures": row.failures,
        })
    });
    Value::Array(rows.collect())
}

fn per_operation(row: &Row) -> usize {
    row.lines
        .checked_div(row.summary.operations)
        .unwrap_or_default()
}

fn verdict(row: &Row) -> String {
    match row.failures.as_slice() {
        [] => "ok".to_owned(),
        [first, ..] => {
            let line = first.lines().next().unwrap_or_default();
            format!(
                "FAILED ({}): {}",
                row.failures.len(),
                line.chars().take(60).collect::<String>()
            )
        }
    }
}
