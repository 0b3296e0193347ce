"""The API told as OpenAPI 3.1, made from the queries, the commands and the types that read and write."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from data.server.http import edge, problem_document
from data.server.http.edge import COMMANDS
from data.server.routes.queries import MEDIA, QUERY_ROUTES, QueryRoute
from data.server.routes.schemas import Schema, schemas

VERSION: Final = "1"
OPENAPI: Final = "/v1/openapi.json"
ABOUT: Final = (
    "The hall of a one-stop service centre: commands go down, lists come up, changes are told. "
    "Whoever does not know a member of an answer leaves it aside: members are added, never changed."
)
PROBLEMS: Final = {
    400: "It is no JSON, or a field stands in the address that may not.",
    401: "Nobody has signed in, or not any more.",
    403: "It is not the user's to do or to see.",
    404: "There is no such page or path.",
    405: "The path does not know that method.",
    408: "The request was not sent in time.",
    409: "Refused by a rule, or somebody else was first.",
    413: "Larger than the server takes.",
    414: "The address is too long.",
    415: "The body is not application/json.",
    422: "A field is missing, unknown or wrong.",
    429: "Too many tries; again after Retry-After seconds.",
    431: "The head is too large.",
    500: "An error that should not be; only its kind is logged.",
    503: "The hall cannot answer now; again after Retry-After seconds.",
}
ALWAYS: Final = (400, 404, 405, 408, 413, 431, 500, 503)
SIGNED_IN: Final = (*ALWAYS, 401, 403)
BODY: Final = (415, 422)
STAMPS: Final = {
    "X-Clerk-Now": {
        "description": "The hall's moment.",
        "required": True,
        "schema": {"type": "string", "format": "date-time"},
    },
    "X-Request-ID": {
        "description": "The id of this request, as in the server's log.",
        "required": True,
        "schema": {"type": "string", "format": "uuid"},
    },
}
RETRY: Final = {
    "Retry-After": {"description": "Seconds.", "schema": {"type": "integer", "minimum": 1}},
}


@cache
def document(*, metrics: bool = True) -> Schema:
    """The whole document; `metrics` where this address has `/metrics`."""
    paths: dict[str, Schema] = {COMMANDS: {"post": _command()}}
    for route in QUERY_ROUTES:
        paths[route.path] = _query(route)
    paths |= {edge.CHANGES: {"get": _changes()}, **_signing(), **_pulse(metrics=metrics)}
    return {
        "openapi": "3.1.0",
        "info": {"title": "clerk-tui", "version": VERSION, "description": ABOUT},
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": {**schemas().shared, **_own_schemas()},
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The opaque token that signing in has given.",
                }
            },
        },
    }


def _command() -> Schema:
    return {
        "operationId": "do",
        "summary": "Carry out a command; the same id again gives the first receipt again.",
        "requestBody": _body({"$ref": "#/components/schemas/Command"}),
        "responses": {
            "200": _answer("Done, and durable.", {"$ref": "#/components/schemas/ReceiptTold"}),
            **_problems((*SIGNED_IN, *BODY, 409)),
            "403": _problem(403, "RefusalProblem"),
            "409": _problem(409, "RefusalProblem", "ConflictProblem"),
        },
    }


def _query(route: QueryRoute) -> Schema:
    summary, _, more = inspect.getdoc(route.kind).partition("\n\n")  # type: ignore[union-attr]
    about = {"summary": " ".join(summary.split()), "description": more}
    name = route.name.replace("-", "_")
    answer = _answer("The answer.", schemas().answers[route.name], tagged=True)
    codes = (*SIGNED_IN, 409, 422)
    methods: Schema = {}
    if route.by_address:
        methods["get"] = {
            "operationId": f"ask_{name}",
            **about,
            "parameters": [*_parameters(route), _held()],
            "responses": {
                "200": answer,
                "304": {
                    "description": "As the caller has it.",
                    "headers": {**STAMPS, "ETag": _ETAG},
                },
                **_problems((*codes, 414)),
            },
        }
    if route.by_body:
        methods["post"] = {
            "operationId": f"tell_{name}",
            **about,
            "requestBody": _body(schemas().queries[route.name]),
            "responses": {"200": answer, **_problems((*codes, *BODY))},
        }
    return methods


_ETAG: Final = {"description": "By which to ask again.", "schema": {"type": "string"}}


def _parameters(route: QueryRoute) -> list[Schema]:
    """The fields that may stand in the address."""
    schema = schemas().queries[route.name]
    whole = schemas().shared[str(schema["$ref"]).rpartition("/")[2]]
    required = whole.get("required", ())
    return [
        {
            "name": field,
            "in": "query",
            "required": field in required,
            "schema": _unnulled(whole["properties"][field]),
        }
        for field in route.fields
    ]


def _unnulled(schema: Mapping[str, Any]) -> Schema:
    """What stands in an address is there or not there, but never null."""
    choices = [each for each in schema.get("anyOf", ()) if each != {"type": "null"}]
    kept = {key: value for key, value in schema.items() if key not in ("anyOf", "default", "title")}
    if len(choices) == 1:
        return {**kept, **choices[0]}
    return {**kept, **({"anyOf": choices} if choices else {})}


def _held() -> Schema:
    return {
        "name": "If-None-Match",
        "in": "header",
        "required": False,
        "description": "The tag of the answer that the caller has.",
        "schema": {"type": "string"},
    }


def _changes() -> Schema:
    return {
        "operationId": "watch",
        "summary": "The hall's changes as server-sent events, from now on or since a position.",
        "description": (
            'Each event has the position as its id and `{"position":n,"streams":[…]}` as its data; '
            "one without streams is a change of the configuration. Comments keep the connection alive."
        ),
        "parameters": [
            {"name": name, "in": where, "required": False, "schema": {"type": "string", "pattern": pattern}}
            for name, where, pattern in (
                ("since", "query", "^[0-9]{1,15}$"),
                ("Last-Event-ID", "header", "^[0-9]{0,15}$"),
            )
        ],
        "responses": {
            "200": {
                "description": "The changes, until somebody goes.",
                "headers": STAMPS,
                "content": {"text/event-stream": {"schema": _EVENT}},
            },
            **_problems((*SIGNED_IN, 422)),
        },
    }


_EVENT: Final = {
    "type": "object",
    "properties": {
        "id": {"type": "string", "pattern": "^[0-9]+$"},
        "data": {"type": "string", "contentMediaType": MEDIA},
    },
}


def _signing() -> dict[str, Schema]:
    nothing = {"description": "Done.", "headers": STAMPS}
    session = _answer("Who one is.", {"$ref": "#/components/schemas/Session"})
    welcome = _answer("Signed in.", {"$ref": "#/components/schemas/Welcome"})
    passwords = (*ALWAYS, *BODY, 401, 403, 409, 429)
    return {
        "/v1/sign-in": {
            "post": {
                "operationId": "sign_in",
                "summary": "Sign in, at a window or at none; the token is told this once.",
                "security": [],
                "requestBody": _body(schemas().sign_in),
                "responses": {"200": welcome, **_problems(passwords)},
            }
        },
        "/v1/sign-out": {
            "post": {
                "operationId": "sign_out",
                "summary": "The token is worth nothing from now on.",
                "responses": {"204": nothing, **_problems(SIGNED_IN)},
            }
        },
        "/v1/unlock": {
            "post": {
                "operationId": "unlock",
                "summary": "Whether it is the password of whoever has signed in.",
                "requestBody": _body(schemas().unlock),
                "responses": {"204": nothing, **_problems(passwords)},
            }
        },
        "/v1/password": {
            "post": {
                "operationId": "change_password",
                "summary": "A new password; `user` where it must be changed before one may sign in.",
                "security": [{"token": []}, {}],
                "requestBody": _body(schemas().new_password),
                "responses": {"204": nothing, **_problems(passwords)},
            }
        },
        "/v1/me": {
            "get": {
                "operationId": "me",
                "summary": "What the token lets its bearer do, and until when.",
                "responses": {"200": session, **_problems(SIGNED_IN)},
            }
        },
    }


def _pulse(*, metrics: bool) -> dict[str, Schema]:
    now = {"type": "object", "required": ["now"], "properties": {"now": _MOMENT}}
    ready = {"type": "object", "required": ["position"], "properties": {"position": {"type": "integer"}}}
    text = {"text/plain": {"schema": {"type": "string"}}}
    anything = {"type": "object"}
    told = {
        "/v1/health": ("health", "The process lives.", {MEDIA: {"schema": now}}),
        "/v1/ready": ("ready", "The hall answers.", {MEDIA: {"schema": ready}}),
        OPENAPI: ("openapi", "This document.", {MEDIA: {"schema": anything}}),
        **({"/metrics": ("metrics", "The numbers of this process.", text)} if metrics else {}),
    }
    return {
        path: {
            "get": {
                "operationId": name,
                "summary": summary,
                "security": [],
                "responses": {
                    "200": {"description": summary, "headers": STAMPS, "content": content},
                    **_problems(ALWAYS),
                },
            }
        }
        for path, (name, summary, content) in told.items()
    }


_MOMENT: Final = {"type": "string", "format": "date-time"}


def _body(schema: Mapping[str, Any]) -> Schema:
    return {"required": True, "content": {MEDIA: {"schema": schema}}}


def _answer(description: str, schema: Mapping[str, Any], *, tagged: bool = False) -> Schema:
    headers = {**STAMPS, "ETag": _ETAG} if tagged else STAMPS
    return {"description": description, "headers": headers, "content": {MEDIA: {"schema": schema}}}


def _problems(codes: Sequence[int]) -> dict[str, Schema]:
    return {str(code): _problem(code, "Problem") for code in sorted(set(codes))}


def _problem(code: int, *names: str) -> Schema:
    refs = [{"$ref": f"#/components/schemas/{name}"} for name in names]
    headers: dict[str, Any] = {**STAMPS, **(RETRY if code in (429, 503) else {})}
    return {
        "description": PROBLEMS[code],
        "headers": headers,
        "content": {problem_document.MEDIA: {"schema": refs[0] if len(refs) == 1 else {"anyOf": refs}}},
    }


def _own_schemas() -> dict[str, Schema]:
    """What is not a type of the model: the envelope of outcomes, problems, sessions."""
    of = schemas()
    members = {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "reason": {"type": "string"},
        "facts": {"type": "object", "additionalProperties": {"type": "string"}},
    }
    whole = {"type": "object", "required": [*members], "properties": members}
    session = {"authority": of.authority, "expires": _MOMENT}
    welcome = {"token": {"type": "string"}, **session, "hall": of.card}
    return {
        "Command": of.command,
        "Problem": whole,
        "ReceiptTold": _outcome("receipt", of.receipt),
        "RefusalProblem": {"allOf": [whole, _outcome("refusal", of.refusal)]},
        "ConflictProblem": {"allOf": [whole, _outcome("conflict", of.conflict)]},
        "Session": {"type": "object", "required": [*session], "properties": session},
        "Welcome": {"type": "object", "required": [*welcome], "properties": welcome},
    }


def _outcome(name: str, schema: Mapping[str, Any]) -> Schema:
    told = {"type": "object", "required": ["outcome"], "properties": {"outcome": {"const": name}}}
    return {"allOf": [told, schema]}
