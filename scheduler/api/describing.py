"""What the OpenAPI document says beyond what FastAPI finds out by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts

from scheduler.api.asking import Allowed, Public
from scheduler.api.problem_shapes import FaultOut, Problem
from scheduler.api.timetable_shapes import PARTS, STANDS_FOR

_SCHEMES = {
    "key": {
        "type": "http",
        "scheme": "bearer",
        "description": "An API key or a mentor's link, as `Authorization: Bearer …`.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "__Host-fieldweek",
        "description": "The sign-in of a browser (`fieldweek` without https). Changes need an"
        " Origin of ours and JSON, or the header X-CSRF-Token.",
    },
}


def describe(app: FastAPI) -> None:
    """Let the application describe itself: problems, sign-in, and who may do what."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _document(app: FastAPI) -> dict[str, Any]:
    routes = [one for one in routes_of(app) if (one.path or "").startswith("/v1/")]
    found = get_openapi(
        title=app.title,
        version=app.version,
        summary="Plans and runs the week of a Big Picture Learning school.",
        description="Moments are UTC; dates and clock times are those of the school's zone.",
        routes=routes,
    )
    parts = found.setdefault("components", {})
    schemas = parts.setdefault("schemas", {})
    for shape in (Problem, FaultOut):
        schemas[shape.__name__] = shape.model_json_schema(
            ref_template="#/components/schemas/{model}"
        )
    schemas["Problem"].pop("$defs", None)
    for name, part in PARTS.items():
        schemas.setdefault(name, part)
    parts["securitySchemes"] = _SCHEMES
    for route in routes:
        if route.include_in_schema:
            for method in route.methods or ():
                said = found["paths"][route.path_format][method.lower()]
                _say_policy(said, policies(route))
                _show_examples(said, schemas)
    whole: dict[str, Any] = _referring(found)
    return whole


def _referring(part: Any) -> Any:
    """Put references where a shape is stood for."""
    if isinstance(part, dict):
        if STANDS_FOR in part:
            return {"$ref": f"#/components/schemas/{part[STANDS_FOR]}"}
        return {key: _referring(value) for key, value in part.items()}
    return [_referring(one) for one in part] if isinstance(part, list) else part


def _say_policy(said: dict[str, Any], found: list[Allowed | Public]) -> None:
    for policy in found:
        if isinstance(policy, Allowed):
            said["security"] = [{"key": []}, {"session": []}]
            said["x-action"] = policy.action.value
        else:
            said["security"] = []
            said["x-public"] = policy.why


def _show_examples(said: dict[str, Any], schemas: dict[str, Any]) -> None:
    """Give every JSON body the example of its shape, a list of some the example of each."""
    bodies = [said.get("requestBody", {}), *said["responses"].values()]
    for body in bodies:
        media = body.get("content", {}).get("application/json")
        if media is not None and "example" not in media:
            shown = _example_of(media.get("schema", {}), schemas)
            if shown is not None:
                media["example"] = shown


def _example_of(schema: dict[str, Any], schemas: dict[str, Any]) -> Any:
    shape = schemas.get(schema.get("$ref", "").rpartition("/")[2], schema)
    if "examples" in shape:
        return shape["examples"][0]
    if schema.get("type") == "array":
        return [_example_of(schema["items"], schemas)]
    if "next" in shape.get("properties", {}):
        return {
            "items": [_example_of(shape["properties"]["items"]["items"], schemas)],
            "next": None,
        }
    return None


def routes_of(app: FastAPI) -> list[RouteContext]:
    """Every route of the application, with the path it has there, but the one of this document."""
    found = iter_route_contexts(app.routes)
    return [one for one in found if isinstance(one.original_route, APIRoute)]


def policies(route: RouteContext) -> list[Allowed | Public]:
    """Say who may use a route, as its dependencies do: one policy, or it is a bug."""
    return [one for one in calls_of(route) if isinstance(one, Allowed | Public)]


def calls_of(route: RouteContext) -> Iterator[Any]:
    """Everything that is called to answer a route, its own function first."""
    waiting: list[Dependant] = [route.dependant]
    while waiting:
        dependant = waiting.pop()
        yield dependant.call
        waiting += dependant.dependencies
