//! The OpenAPI document, made from the list of operations: nothing can be served
//! that it does not describe.

use std::collections::BTreeMap;

use axum::Json;
use axum::http::Method;
use serde_json::{Map, Value, json};

use super::operation::Content;
use super::{BASE, Operation, ProblemKind, Scope, operations};

/// Serves the document to anybody: it holds no secret.
pub(super) async fn serve() -> Json<Value> {
    Json(document())
}

/// The OpenAPI 3.1 document of the whole API.
#[must_use]
pub fn document() -> Value {
    let mut schemas = BTreeMap::new();
    let mut paths: Map<String, Value> = Map::new();
    for operation in operations() {
        for content in operation.takes.iter().chain([&operation.answers]) {
            schemas.extend(content.schemas.iter().cloned());
        }
        let path = paths.entry(operation.path).or_insert_with(|| json!({}));
        let method = operation.method.as_str().to_ascii_lowercase();
        if let Value::Object(methods) = path {
            methods.insert(method, described(&operation));
        }
    }
    paths.insert("/openapi.json".to_owned(), own_path());
    let mut schemas = json!(schemas);
    if let Value::Object(schemas) = &mut schemas {
        schemas.insert("Problem".to_owned(), problem_schema());
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Mainstay",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "The JSON API of a support desk. Times are RFC 3339 in UTC, errors are \
                            problem documents (RFC 9457), fields that are not known are ignored.",
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": BASE }],
        "security": [{ "token": [] }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": scopes(),
                },
            },
        },
    })
}

fn scopes() -> String {
    let scopes: Vec<&str> = Scope::ALL.iter().map(|scope| scope.as_str()).collect();
    format!(
        "A token of one desk, made by whoever runs it: `mst_...`. It acts as one agent and has \
         scopes: {}.",
        scopes.join(", ")
    )
}

fn described(operation: &Operation) -> Value {
    let mut described = json!({
        "operationId": operation.name,
        "summary": operation.summary,
        "tags": [tag(operation.path)],
        "description": format!("Needs the scope `{}`.", operation.scope.as_str()),
        "security": [{ "token": [operation.scope.as_str()] }],
        "parameters": parameters(operation),
        "responses": responses(operation),
    });
    if let (Some(takes), Value::Object(members)) = (&operation.takes, &mut described) {
        let body = json!({ "required": true, "content": content(takes) });
        members.insert("requestBody".to_owned(), body);
    }
    described
}

/// The resource an operation belongs to: the first part of the path after the desk.
fn tag(path: &str) -> &str {
    path.split('/').nth(3).unwrap_or_default()
}

fn parameters(operation: &Operation) -> Vec<Value> {
    let names = operation.path.split('/').filter_map(|part| {
        let name = part.strip_prefix('{')?.strip_suffix('}')?;
        Some(name)
    });
    let mut parameters: Vec<Value> = names.map(in_path).collect();
    parameters.extend(operation.parameters.iter().map(|parameter| {
        json!({
            "name": parameter.name,
            "in": "query",
            "required": false,
            "description": parameter.about,
            "schema": { "type": "string" },
            "example": parameter.example,
        })
    }));
    if operation.method == Method::POST {
        let about = "Makes the request happen at most once, however often it is sent";
        parameters.push(in_header("Idempotency-Key", about, "2c6f1c1e-order-4711"));
    }
    if operation.guarded {
        let about = "The ETag of the ticket as the caller saw it: what changed since is not \
                     overwritten";
        parameters.push(in_header("If-Match", about, "\"7\""));
    }
    parameters
}

fn in_path(name: &str) -> Value {
    let (about, example) = match name {
        "desk" => ("The desk's short name", "infocyte"),
        "number" => (
            "The ticket's number, with or without the desk's prefix",
            "INF-1042",
        ),
        _ => ("The id", "019a0000-0000-7000-8000-000000000002"),
    };
    json!({
        "name": name,
        "in": "path",
        "required": true,
        "description": about,
        "schema": { "type": "string" },
        "example": example,
    })
}

fn in_header(name: &str, about: &str, example: &str) -> Value {
    json!({
        "name": name,
        "in": "header",
        "required": false,
        "description": about,
        "schema": { "type": "string" },
        "example": example,
    })
}

/// The problems an operation can answer, as the kinds stand for their statuses.
fn problems(operation: &Operation) -> Vec<ProblemKind> {
    let mut kinds = vec![
        ProblemKind::InvalidParameter,
        ProblemKind::TokenInvalid,
        ProblemKind::ScopeMissing,
        ProblemKind::NotFound,
        ProblemKind::TooManyRequests,
        ProblemKind::Internal,
        ProblemKind::Busy,
    ];
    if operation.method == Method::POST {
        kinds.extend([
            ProblemKind::BodyTooLarge,
            ProblemKind::MediaType,
            ProblemKind::KeyReused,
            ProblemKind::Full,
        ]);
        if operation.guarded || operation.name == "createContact" {
            kinds.push(ProblemKind::Refused("changed-meanwhile"));
        }
    }
    kinds
}

fn responses(operation: &Operation) -> Value {
    let mut responses = Map::new();
    let mut headers = Map::new();
    let mut header = |name: &str, about: &str| {
        let header = json!({ "description": about, "schema": { "type": "string" } });
        headers.insert(name.to_owned(), header);
    };
    if operation.tagged {
        header("ETag", "The ticket's sequence, for `If-Match`");
    }
    if operation.method == Method::POST {
        header(
            "Idempotency-Replayed",
            "`true` where the request had been carried out before",
        );
    }
    if operation
        .parameters
        .iter()
        .any(|parameter| parameter.name == "cursor")
    {
        header("Link", "The next page, `rel=\"next\"`; missing on the last");
    }
    let creates_with_place = operation.status == 201 && operation.name != "addMessage";
    if creates_with_place {
        header("Location", "Where what was created can be read");
    }
    let done = json!({
        "description": operation.summary,
        "headers": headers,
        "content": content(&operation.answers),
    });
    responses.insert(operation.status.to_string(), done);
    for kind in problems(operation) {
        let status = kind.status();
        let problem = json!({
            "description": status.canonical_reason().unwrap_or_default(),
            "content": { "application/problem+json": {
                "schema": { "$ref": "#/components/schemas/Problem" },
            } },
        });
        responses.insert(status.as_u16().to_string(), problem);
    }
    Value::Object(responses)
}

fn content(content: &Content) -> Value {
    let example = match content.media {
        "application/json" => serde_json::from_str(content.example)
            .expect("the examples are JSON: a test reads them all"),
        _ => Value::from(content.example),
    };
    let form = json!({ "$ref": format!("#/components/schemas/{}", content.name) });
    let schema = match content.media {
        "application/json" => form,
        // OpenAPI 3.1 has no word for the form of each event in a stream.
        _ => json!({ "type": "string", "x-event-data": form }),
    };
    json!({ content.media: { "schema": schema, "example": example } })
}

fn problem_schema() -> Value {
    json!({
        "type": "object",
        "description": "Why something was not done, and what to do.",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": { "type": "string", "description": "`/problems/CODE`; stable" },
            "title": { "type": "string" },
            "status": { "type": "integer" },
            "detail": { "type": "string", "description": "What to do" },
            "now_is": { "type": "string", "description": "In a conflict: what is there now" },
            "asked": { "type": "string", "description": "In a conflict: what was asked for" },
            "line": { "type": "integer", "description": "Where the body is wrong" },
            "column": { "type": "integer", "description": "Where the body is wrong" },
        },
    })
}

fn own_path() -> Value {
    json!({ "get": {
        "operationId": "getOpenApi",
        "summary": "This document",
        "tags": ["document"],
        "security": [],
        "responses": { "200": {
            "description": "The OpenAPI document",
            "content": { "application/json": {
                "schema": { "type": "object" },
                "example": { "openapi": "3.1.0" },
            } },
        } },
    } })
}
