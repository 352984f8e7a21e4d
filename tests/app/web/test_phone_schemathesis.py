"""Schemathesis sends what fits the OpenAPI document and what does not, as everybody: each answer is one that it has."""

import os
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)

from app.store import Database
from tests.app.web.conftest import Room
from tests.app.web.town import Town, undone

pytestmark = pytest.mark.items(14)

REQUESTS = int(os.environ.get("SENT_BY_SCHEMATHESIS", "4"))
"""At each of the document's operations, by each of these."""
WHO = ("nobody", "learner", "leads it", "heads its partner", "its officer", "administrator")
SETTINGS = settings(
    max_examples=REQUESTS, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
PLAIN = {"Accept-Encoding": "identity"}
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


def test_every_answer_to_everybody_is_one_that_the_document_has(app: Flask, room: Room, database: Database) -> None:
    app.config["WTF_CSRF_ENABLED"] = False  # else nothing gets as far as what is to be tried
    town, document = Town(room), schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    statuses = set()

    def ask_as(who: str, operation: Any) -> None:
        cookies = {"n": town.cookies[who]} if who in town.cookies else {}

        @SETTINGS
        @given(operation.as_strategy())
        def ask(case: Any) -> None:
            statuses.add(case.call_and_validate(cookies=cookies, headers=PLAIN, checks=CHECKS).status_code)

        ask()

    with undone(database):
        for result in document.get_all_operations():
            for who in WHO:
                ask_as(who, result.ok())
    assert statuses >= {200, 204, 401, 422}
