"""The OpenAPI document of /api/v1, from the same models that check the bodies."""

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from app.services.waves import Wave
from app.web.phone import models as wire

Answers = dict[int, tuple[str, type[BaseModel] | None]]

LATER = (429, 503, 507)
"""Keep what was to be sent and try again."""

OPERATIONS: tuple[tuple[str, str, str, type[BaseModel] | None, Answers, tuple[int, ...]], ...] = (
    # path, method, what it does, body, answers, problems
    (
        "/join",
        "post",
        "Become a learner of a cohort.",
        wire.JoinBody,
        {201: ("Joined; code and PIN are told once.", wire.JoinedCard), 200: ("Had joined before.", wire.JoinedCard)},
        (404, 409, 413, 415, 422, *LATER),
    ),
    (
        "/session",
        "post",
        "Sign in with the card; the answer sets the cookie.",
        wire.SessionBody,
        {200: ("Signed in.", wire.SessionStarted)},
        (401, 413, 415, 422, *LATER),
    ),
    (
        "/session",
        "get",
        "Whose phone it is, and the token for requests that change something.",
        None,
        {200: ("Signed in.", wire.SessionState)},
        (401, 410, 423),
    ),
    (
        "/session",
        "delete",
        "Sign out: the cookie is dead.",
        None,
        {204: ("Signed out.", None)},
        (400, 401, 410, 423),
    ),
    (
        "/bundle",
        "get",
        "Lessons and both forms of this learner, without what is right.",
        None,
        {200: ("The bundle, with an ETag.", wire.Bundle), 304: ("Unchanged.", None)},
        (401, 410, 423),
    ),
    (
        "/road",
        "get",
        "The way, the tests and the pages to keep: what a phone shows without a connection.",
        None,
        {200: ("The road, with an ETag.", wire.Road), 304: ("Unchanged.", None)},
        (401, 410, 423),
    ),
    (
        "/forms",
        "get",
        "The questions of every test, without what is right.",
        None,
        {200: ("In this learner's order.", wire.Forms)},
        (401, 410, 423),
    ),
    (
        "/drafts/{wave}",
        "put",
        "Keep what was answered on this phone since it last heard of it; what is not named, or blank, stays as it is. "
        "The attempt is sent afterwards, under the key that is answered.",
        wire.DraftBody,
        {200: ("What the server holds now.", wire.DraftKept)},
        (400, 401, 409, 410, 413, 415, 422, 423, *LATER),
    ),
    (
        "/attempts/{key}",
        "put",
        "Keep an attempt, once. 201 and 200 mean: on disk.",
        wire.AttemptBody,
        {201: ("Stored.", wire.AttemptKept), 200: ("Stored already, the same content.", wire.AttemptKept)},
        (401, 409, 410, 413, 415, 422, *LATER),
    ),
    (
        "/progress/{lesson}",
        "put",
        "Note how far a lesson was read. It only grows.",
        wire.ProgressBody,
        {200: ("How far it stands now.", wire.ProgressKept)},
        (400, 401, 404, 410, 413, 415, 422, 423, *LATER),
    ),
    (
        "/deeds/{lesson}",
        "put",
        "Say how the small thing to do at the end of a piece went; counted without a name, once a sign-in.",
        wire.DeedBody,
        {200: ("It is counted.", wire.DeedCounted)},
        (400, 401, 404, 410, 413, 415, 422, 423, *LATER),
    ),
    ("/receipts", "get", "What the server holds.", None, {200: ("Keys and hashes.", wire.Receipts)}, (401, 410, 423)),
)
NAMED: dict[str, dict[str, Any]] = {
    "key": {"type": "string", "format": "uuid"},
    "wave": {"type": "string", "enum": [wave.value for wave in Wave]},
}
"""What stands in an address."""

OPEN = {("/join", "post"), ("/session", "post"), ("/attempts/{key}", "put")}
"""Operations without a sign-in: the last one needs its ticket."""


def document(cookie: str) -> dict[str, Any]:
    """Returns the OpenAPI document of /api/v1 as a dict. cookie: the name of the cookie that a sign-in sets."""
    models: set[type[BaseModel]] = {wire.Problem}
    for _path, _method, _does, body, answers, _problems in OPERATIONS:
        models |= {model for model in (body, *(model for _, model in answers.values())) if model}
    ordered = sorted(models, key=lambda model: model.__name__)
    _, schemas = models_json_schema(
        [(model, "validation") for model in ordered], ref_template="#/components/schemas/{model}"
    )
    paths: dict[str, dict[str, Any]] = {}
    for path, method, does, body, answers, problems in OPERATIONS:
        paths.setdefault(path, {})[method] = _operation(path, method, does, body, answers, problems)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Navigator for phones", "version": "1"},
        "servers": [{"url": "/api/v1"}],
        "paths": paths,
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {
                "cookie": {"type": "apiKey", "in": "cookie", "name": cookie},
                "csrf": {"type": "apiKey", "in": "header", "name": "X-CSRFToken"},
            },
        },
    }


def _operation(
    path: str, method: str, does: str, body: type[BaseModel] | None, answers: Answers, problems: tuple[int, ...]
) -> dict[str, Any]:
    operation: dict[str, Any] = {"summary": does, "responses": {}}
    if (path, method) not in OPEN:
        operation["security"] = [{"cookie": []}] if method == "get" else [{"cookie": [], "csrf": []}]
    name = path.partition("{")[2].rstrip("}")
    if name:
        parameter = {"name": name, "in": "path", "required": True, "schema": NAMED.get(name, {"type": "string"})}
        operation["parameters"] = [parameter]
    if body:
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": _ref(body)}}}
    for status, (words, model) in answers.items():
        operation["responses"][str(status)] = {"description": words}
        if model:
            operation["responses"][str(status)]["content"] = {"application/json": {"schema": _ref(model)}}
    for status in problems:
        content = {"application/problem+json": {"schema": _ref(wire.Problem)}}
        operation["responses"][str(status)] = {"description": "See `code`.", "content": content}
    return operation


def _ref(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{model.__name__}"}
