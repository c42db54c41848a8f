"""The yardstick itself: what it lets pass, and that it sees each way to leave a document."""

from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from tests.contract.openapi import Contract

DOCUMENT: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "t", "version": "1"},
    "paths": {
        "/things/{thingId}": {
            "get": {
                "parameters": [
                    {
                        "name": "thingId",
                        "in": "path",
                        "required": True,
                        "schema": {"type": "string"},
                    }
                ],
                "responses": {
                    "200": {
                        "description": "A thing.",
                        "headers": {"Count": {"required": True, "schema": {"type": "integer"}}},
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}
                        },
                    },
                    "204": {"description": "Nothing."},
                },
            }
        }
    },
    "components": {
        "schemas": {
            "Thing": {
                "allOf": [
                    {"$ref": "#/components/schemas/Named"},
                    {"type": "object", "properties": {"at": {"type": "string", "format": "date"}}},
                ]
            },
            "Named": {
                "type": "object",
                "required": ["name"],
                "additionalProperties": True,
                "properties": {"name": {"$ref": "#/components/schemas/Name"}},
            },
            "Name": {
                "type": "object",
                "required": ["nl"],
                "properties": {"nl": {"type": "string"}},
            },
        }
    },
}


@pytest.fixture
def contract(tmp_path: Path) -> Contract:
    path = tmp_path / "openapi.yaml"
    path.write_text(yaml.safe_dump(DOCUMENT))
    return Contract(path)


def reply(status: int = 200, body: Any = None, **headers: str) -> httpx.Response:
    if body is None:
        return httpx.Response(status, headers=headers)
    return httpx.Response(status, json=body, headers=headers)


GOOD = {"name": {"nl": "x"}, "at": "2026-11-23"}


def test_what_keeps_to_the_document_passes(contract: Contract) -> None:
    contract.validate()
    contract.check("GET", "/things/1?q=x", reply(200, GOOD, Count="1"))
    contract.check("GET", "/things/1", reply(204))
    assert contract.operations() == {("GET", "/things/{thingId}")}


@pytest.mark.parametrize(
    ("method", "path", "answer", "said"),
    [
        ("GET", "/other", reply(204), "no such operation"),
        ("PUT", "/things/1", reply(204), "no such operation"),
        ("GET", "/things/1/2", reply(204), "no such operation"),
        ("GET", "/things/1", reply(500), "no such response"),
        ("GET", "/things/1", reply(204, GOOD), "no content"),
        ("GET", "/things/1", reply(200, GOOD), "header Count is missing"),
        ("GET", "/things/1", reply(200, GOOD, Count="many"), "'many' is not of type"),
        ("GET", "/things/1", reply(200, {}, Count="1"), "'name' is a required property"),
        ("GET", "/things/1", reply(200, {**GOOD, "at": "now"}, Count="1"), "is not a 'date'"),
        (
            "GET",
            "/things/1",
            reply(200, {"name": {"nl": "x", "xx": "y"}}, Count="1"),
            "Additional properties",
        ),
        (
            "GET",
            "/things/1",
            httpx.Response(200, text="x", headers={"Count": "1"}),
            "text/plain is not named",
        ),
    ],
)
def test_each_way_to_leave_the_document_is_seen(
    contract: Contract, method: str, path: str, answer: httpx.Response, said: str
) -> None:
    with pytest.raises(AssertionError, match=said):
        contract.check(method, path, answer)
