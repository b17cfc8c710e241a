//! The JSON Schema of policy files, for editors that complete and check while
//! one types. It knows shapes and words; what the checks know, it does not.

use serde_json::{Map, Value, json};

use super::{Definition, ROOT, Shape, definitions};

/// The JSON Schema (2020-12) of a policy file.
///
/// ```
/// let schema = sla::policy::policy_schema();
/// assert_eq!(schema["required"], serde_json::json!(["format", "policy"]));
/// ```
pub fn policy_schema() -> Value {
    let mut root = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Mainstay support policy",
    });
    let mut defs = Map::new();
    defs.insert(
        "text".to_owned(),
        one_per_name_or(&json!({ "type": "string" })),
    );
    for definition in definitions() {
        let object = object(definition);
        match (definition.title, root.as_object_mut(), object) {
            (ROOT, Some(root), Value::Object(object)) => root.extend(object),
            (title, _, object) => {
                defs.insert(name(title), object);
            }
        }
    }
    if let Some(root) = root.as_object_mut() {
        root.insert("$defs".to_owned(), Value::Object(defs));
    }
    root
}

fn object(definition: &Definition) -> Value {
    let properties: Map<String, Value> = definition
        .keys
        .iter()
        .map(|key| {
            let mut schema = schema(key.shape);
            if let Some(schema) = schema.as_object_mut() {
                schema.insert("description".to_owned(), json!(key.means));
            }
            (key.name.to_owned(), schema)
        })
        .collect();
    let needed = definition.keys.iter().filter(|key| key.needed);
    let required: Vec<&str> = needed.map(|key| key.name).collect();
    let others = definition
        .given
        .map_or(json!(false), |given| schema(given.shape));
    json!({
        "type": "object",
        "description": definition.means,
        "properties": properties,
        "required": required,
        "additionalProperties": others,
    })
}

fn schema(shape: Shape) -> Value {
    let string = json!({ "type": "string" });
    match shape {
        Shape::Format => json!({ "const": 1 }),
        Shape::Text => text(),
        Shape::Texts => one_or_several(&text()),
        Shape::Line => string,
        Shape::Lines => one_or_several(&string),
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::Number => number(),
        Shape::Numbers => one_or_several(&number()),
        Shape::Time => json!({
            "type": "string",
            "examples": ["4h", "under 1h", "4h elapsed", "3 working days", "7 calendar days",
                "end of next working day", "next release", "none", "unstated, we use 8h"],
        }),
        Shape::Span => span(),
        Shape::Spans => one_or_several(&span()),
        Shape::Reason => json!({ "anyOf": [{ "const": "unstated" }, text()] }),
        // TOML's own dates and instants count as strings in editors.
        Shape::Date => json!({ "type": "string", "examples": ["2026-01-31", "unstated"] }),
        Shape::Instant => json!({
            "type": "string",
            "examples": ["2026-03-06T16:40:00[America/Denver]", "2026-03-06T16:40:00-07:00"],
        }),
        Shape::Share => json!({
            "type": "string",
            "examples": ["95% of tickets resolved per calendar month"],
        }),
        Shape::Hours => json!({
            "type": "string",
            "examples": ["09:00-17:00", "09:00-12:00, 13:00-17:00", "closed"],
        }),
        Shape::Word(words) => json!({ "enum": words() }),
        Shape::Words(words) => one_or_several(&json!({ "enum": words() })),
        Shape::AllOf(words) => one_or_several(&json!({
            "anyOf": [{ "enum": words() }, { "type": "string", "pattern": " and " }],
        })),
        Shape::BySeverity(inner) => one_per_name_or(&schema(*inner)),
        Shape::ByName(inner) => json!({
            "type": "object",
            "additionalProperties": schema(*inner),
        }),
        Shape::Either(one, other) => json!({ "anyOf": [schema(*one), schema(*other)] }),
        Shape::Table(title) => json!({ "$ref": reference(title) }),
        Shape::Tables(title) => json!({
            "type": "array",
            "items": { "$ref": reference(title) },
        }),
    }
}

fn text() -> Value {
    json!({ "$ref": "#/$defs/text" })
}

fn number() -> Value {
    json!({ "type": "integer", "minimum": 0, "maximum": 255 })
}

fn span() -> Value {
    json!({
        "type": "string",
        "examples": ["14 calendar days", "3 months", "48h elapsed", "unstated, we use 14 calendar days"],
    })
}

fn one_or_several(one: &Value) -> Value {
    json!({ "anyOf": [one, { "type": "array", "items": one }] })
}

fn one_per_name_or(one: &Value) -> Value {
    json!({ "anyOf": [one, { "type": "object", "additionalProperties": one }] })
}

fn reference(title: &str) -> String {
    format!("#/$defs/{}", name(title))
}

/// A title as the name of a definition: `[[coverage.row]]` is `coverage.row`.
fn name(title: &str) -> String {
    title.trim_matches(['[', ']', '`']).to_owned()
}
