"""The yardstick itself: what it lets pass, and that it sees each way to leave a document."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.contract.openapi import Contract

DOCUMENT = """
openapi: 3.0.3
info: {title: t, version: "1"}
paths:
  /things/{thingId}:
    get:
      parameters: [{name: thingId, in: path, required: true, schema: {type: string}}]
      responses:
        "200":
          description: A thing.
          headers: {Count: {required: true, schema: {type: integer}}}
          content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}
        "204": {description: Nothing.}
components:
  schemas:
    Thing:
      allOf:
        - $ref: "#/components/schemas/Named"
        - {type: object, properties: {at: {type: string, format: date}}}
    Named:
      type: object
      required: [name]
      additionalProperties: true
      properties: {name: {$ref: "#/components/schemas/Name"}}
    Name: {type: object, required: [nl], properties: {nl: {type: string}}}
"""


@pytest.fixture
def contract(tmp_path: Path) -> Contract:
    path = tmp_path / "openapi.yaml"
    path.write_text(DOCUMENT)
    return Contract(path)


def reply(body: Any = None, status: int = 200, count: str = "1") -> httpx.Response:
    headers = {"Count": count} if count else {}
    return httpx.Response(status, headers=headers, **({"json": body} if body is not None else {}))


GOOD = {"name": {"nl": "x"}, "at": "2026-11-23"}


def test_what_keeps_to_the_document_passes(contract: Contract) -> None:
    contract.validate()
    contract.check("GET", "/things/1?q=x", reply(GOOD))
    contract.check("GET", "/things/1", reply(status=204))
    assert contract.operations() == {("GET", "/things/{thingId}")}


@pytest.mark.parametrize(
    ("operation", "answer", "said"),
    [
        ("GET /other", reply(status=204), "no such operation"),
        ("PUT /things/1", reply(status=204), "no such operation"),
        ("GET /things/1/2", reply(status=204), "no such operation"),
        ("GET /things/1", reply(status=500), "no such response"),
        ("GET /things/1", reply(GOOD, 204), "no content"),
        ("GET /things/1", reply(GOOD, count=""), "header Count is missing"),
        ("GET /things/1", reply(GOOD, count="many"), "'many' is not of type"),
        ("GET /things/1", reply({}), "'name' is a required property"),
        ("GET /things/1", reply({**GOOD, "at": "now"}), "is not a 'date'"),
        ("GET /things/1", reply({"name": {"nl": "x", "xx": "y"}}), "Additional properties"),
        ("GET /things/1", httpx.Response(200, text="x", headers={"Count": "1"}), "text/plain is"),
    ],
)
def test_each_way_to_leave_the_document_is_seen(
    contract: Contract, operation: str, answer: httpx.Response, said: str
) -> None:
    method, _, path = operation.partition(" ")
    with pytest.raises(AssertionError, match=said):
        contract.check(method, path, answer)
