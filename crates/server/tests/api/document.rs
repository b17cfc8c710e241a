//! The OpenAPI document says what is served, and nothing else; so do the pages
//! for people.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::Request;
use serde_json::Value;
use server::web::api::{self, ProblemKind};

use crate::fixture::{World, sqlite};

const METHODS: [&str; 6] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];
const PAGE: &str = include_str!("../../../../docs/src/api.md");

/// Path and method of everything the document describes.
fn described(document: &Value) -> BTreeSet<(String, String)> {
    let paths = document["paths"].as_object().unwrap();
    paths
        .iter()
        .flat_map(|(path, methods)| {
            let methods = methods.as_object().unwrap();
            methods
                .keys()
                .map(|method| (path.clone(), method.to_uppercase()))
        })
        .collect()
}

async fn served(world: &World) -> Value {
    let request = Request::get("/api/v1/openapi.json")
        .body(Body::empty())
        .unwrap();
    world.send(request).await.with(200)
}

/// Asks the router itself, not the list from which both are made.
#[tokio::test]
async fn the_router_serves_what_the_document_describes() {
    let world = sqlite().await;
    let document = served(&world).await;
    let described = described(&document);
    let paths: BTreeSet<&String> = described.iter().map(|(path, _)| path).collect();
    for path in paths {
        let real = path
            .replace("{desk}", "nordwind")
            .replace("{number}", "1")
            .replace("{id}", "1");
        for method in METHODS {
            let request = Request::builder()
                .method(method)
                .uri(format!("/api/v1{real}"));
            let answer = world.send(request.body(Body::empty()).unwrap()).await;
            let looked = if method == "HEAD" { "GET" } else { method };
            let known = described.contains(&(path.clone(), looked.to_owned()));
            assert_ne!(answer.status, 404, "{method} {path} is not served");
            assert_eq!(answer.status == 405, !known, "{method} {path}");
        }
    }
    let listed: BTreeSet<(String, String)> = api::operations()
        .iter()
        .map(|operation| (operation.path.to_owned(), operation.method.to_string()))
        .chain([("/openapi.json".to_owned(), "GET".to_owned())])
        .collect();
    assert_eq!(listed, described);
}

#[tokio::test]
async fn every_operation_is_described_whole() {
    let document = served(&sqlite().await).await;
    assert_eq!(document["openapi"], "3.1.0");
    let mut names = BTreeSet::new();
    for (path, method) in described(&document) {
        let operation = &document["paths"][&path][method.to_lowercase()];
        let place = format!("{method} {path}");
        let name = operation["operationId"].as_str().unwrap();
        assert!(
            !name.is_empty() && names.insert(name.to_owned()),
            "{place}: {name}"
        );
        assert!(
            !operation["summary"].as_str().unwrap().is_empty(),
            "{place}"
        );
        assert!(operation["security"].is_array(), "{place}");
        let responses = operation["responses"].as_object().unwrap();
        let (_, done) = responses
            .iter()
            .find(|(status, _)| status.starts_with('2'))
            .unwrap();
        let contents = done["content"].as_object().unwrap();
        assert!(
            contents
                .values()
                .all(|content| !content["example"].is_null()),
            "{place}"
        );
        if path != "/openapi.json" {
            for status in ["400", "401", "403", "404", "429", "500", "503"] {
                assert!(responses.contains_key(status), "{place}: {status}");
            }
        }
        if method == "POST" {
            let body = &operation["requestBody"]["content"]["application/json"];
            assert!(
                !body["example"].is_null() && !body["schema"].is_null(),
                "{place}"
            );
        }
        let named: BTreeSet<&str> = operation["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|parameter| parameter["in"] == "path")
            .map(|parameter| parameter["name"].as_str().unwrap())
            .collect();
        let wanted: BTreeSet<&str> = path
            .split('/')
            .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
            .collect();
        assert_eq!(named, wanted, "{place}");
    }
}

/// Every `$ref` leads somewhere, and every schema is used.
#[tokio::test]
async fn references_and_schemas_fit() {
    let document = served(&sqlite().await).await;
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let text = document.to_string();
    let used: BTreeSet<&str> = text
        .split("\"#/components/schemas/")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    let there: BTreeSet<&str> = schemas.keys().map(String::as_str).collect();
    assert_eq!(used, there);
}

#[test]
fn the_page_names_every_operation_problem_and_scope() {
    for operation in api::operations() {
        let line = format!(
            "`{} {}`",
            operation.method,
            operation.path.replace("/desks/{desk}", "")
        );
        assert!(PAGE.contains(&line), "docs/src/api.md lacks {line}");
        for parameter in operation.parameters {
            assert!(
                PAGE.contains(&format!("`{}`", parameter.name)),
                "{}",
                parameter.name
            );
        }
    }
    let codes = ProblemKind::ALL.iter().map(|kind| kind.code());
    for code in codes.chain(domain::Refusal::CODES.iter().copied()) {
        assert!(
            PAGE.contains(&format!("`{code}`")),
            "docs/src/api.md lacks the problem `{code}`"
        );
    }
    for scope in api::Scope::ALL {
        assert!(
            PAGE.contains(&format!("`{}`", scope.as_str())),
            "{}",
            scope.as_str()
        );
    }
}
