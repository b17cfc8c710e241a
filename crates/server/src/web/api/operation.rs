//! One operation: where it is, who may, what it takes and answers, and which
//! function does it. Routes and document are both made from it.

use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodFilter, MethodRouter, on};
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};

use super::{Api, Scope};

/// An entry of the list of operations.
pub struct Operation {
    pub method: Method,
    /// Below [`BASE`](super::BASE), as axum and OpenAPI write it.
    pub path: &'static str,
    pub scope: Scope,
    /// The name by which generated clients call it.
    pub name: &'static str,
    pub summary: &'static str,
    pub parameters: &'static [Parameter],
    /// What it takes; `None` without a body.
    pub(super) takes: Option<Content>,
    pub(super) answers: Content,
    pub(super) status: u16,
    /// Whether the answer has an `ETag`.
    pub(super) tagged: bool,
    /// Whether `If-Match` is looked at.
    pub(super) guarded: bool,
    pub(super) methods: MethodRouter<Api>,
}

/// A parameter in the query.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    pub name: &'static str,
    pub about: &'static str,
    pub example: &'static str,
}

/// A body: its form, and an example that is JSON.
pub(super) struct Content {
    pub(super) name: String,
    pub(super) media: &'static str,
    pub(super) schemas: Vec<(String, RefOr<Schema>)>,
    pub(super) example: &'static str,
}

impl Content {
    fn json<T: ToSchema>(example: &'static str) -> Self {
        let name = T::name().into_owned();
        let mut schemas = vec![(name.clone(), T::schema())];
        T::schemas(&mut schemas);
        Self {
            name,
            media: "application/json",
            schemas,
            example,
        }
    }
}

impl Operation {
    /// Looks at something.
    pub(super) fn get<A: ToSchema, T: 'static>(
        path: &'static str,
        scope: Scope,
        example: &'static str,
        handler: impl Handler<T, Api>,
    ) -> Self {
        let methods = on(MethodFilter::GET, handler);
        Self::new(
            Method::GET,
            path,
            scope,
            Content::json::<A>(example),
            methods,
        )
    }

    /// Changes something, and answers what has become of it.
    pub(super) fn post<A: ToSchema, T: 'static>(
        path: &'static str,
        scope: Scope,
        example: &'static str,
        handler: impl Handler<T, Api>,
    ) -> Self {
        let methods = on(MethodFilter::POST, handler);
        Self::new(
            Method::POST,
            path,
            scope,
            Content::json::<A>(example),
            methods,
        )
    }

    fn new(
        method: Method,
        path: &'static str,
        scope: Scope,
        answers: Content,
        methods: MethodRouter<Api>,
    ) -> Self {
        Self {
            method,
            path,
            scope,
            name: "",
            summary: "",
            parameters: &[],
            takes: None,
            answers,
            status: 200,
            tagged: false,
            guarded: false,
            methods,
        }
    }

    pub(super) fn named(mut self, name: &'static str, summary: &'static str) -> Self {
        self.name = name;
        self.summary = summary;
        self
    }

    pub(super) fn takes<B: ToSchema>(mut self, example: &'static str) -> Self {
        self.takes = Some(Content::json::<B>(example));
        self
    }

    pub(super) fn with(mut self, parameters: &'static [Parameter]) -> Self {
        self.parameters = parameters;
        self
    }

    pub(super) fn creates(mut self) -> Self {
        self.status = 201;
        self
    }

    pub(super) fn tagged(mut self) -> Self {
        self.tagged = true;
        self
    }

    pub(super) fn guarded(mut self) -> Self {
        self.guarded = true;
        self
    }

    pub(super) fn in_media(mut self, media: &'static str) -> Self {
        self.answers.media = media;
        self
    }
}
