"""A party's OpenAPI document as a yardstick: valid, naming every route, and kept to by every reply."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import yaml
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import validate
from starlette.routing import Route

from mock_backends.shared.party import SERVICES

METHODS = ("get", "put", "post", "delete", "patch")

Operation = tuple[str, str]
"""Method in capitals and path template, for instance ("GET", "/v1/controllers/{controllerId}")."""


class Contract:
    """An OpenAPI 3.0 document. Schemas are closed: a member that the document does not name is an error."""

    def __init__(self, path: Path) -> None:
        self.document: dict[str, Any] = yaml.load(
            path.read_text(encoding="utf-8"), yaml.CSafeLoader
        )
        self._closed = _closed(self.document)

    def validate(self) -> None:
        """Raise when the document is no valid OpenAPI."""
        validate(self.document)

    def operations(self) -> set[Operation]:
        """Every operation that the document names."""
        return {
            (method.upper(), path)
            for path, item in self.document["paths"].items()
            for method in METHODS
            if method in item
        }

    def secured(self) -> dict[Operation, str]:
        """Every operation that wants to know who asks, with the name of its security scheme."""
        kinds = {}
        for method, path in self.operations():
            operation = self.document["paths"][path][method.lower()]
            security = operation.get("security", self.document.get("security", []))
            if security and {} not in security:
                kinds[method, path] = next(iter(security[0]))
        return kinds

    def check(
        self, method: str, path: str, reply: httpx.Response, content: bytes | None = None
    ) -> None:
        """Assert that `reply` to `method` on `path` (without the party's base) is one that is named.

        Status, required headers, media type and, for JSON, the body's schema are held to it. `content` is
        what was sealed in the body.
        """
        template = self._template(method, path)
        operation = self._closed["paths"][template][method.lower()]
        said = operation["responses"].get(str(reply.status_code)) or operation["responses"].get(
            "default"
        )
        where = f"{method} {path} -> {reply.status_code}"
        assert said is not None, f"{where}: the document names no such response"
        said = self._resolved(said)
        for name, header in said.get("headers", {}).items():
            header = self._resolved(header)
            present = name in reply.headers
            assert present or not header.get("required"), f"{where}: header {name} is missing"
            if present:
                self._hold(header["schema"], _typed(reply.headers[name]), f"{where} {name}")
        if "content" not in said:
            assert not reply.content, f"{where}: the document names no content"
            return
        media = reply.headers["content-type"].partition(";")[0]
        assert media in said["content"], f"{where}: {media} is not named"
        if media.endswith("json"):
            body = json.loads(reply.content if content is None else content)
            self._hold(said["content"][media]["schema"], body, where)

    def _template(self, method: str, path: str) -> str:
        path = path.partition("?")[0]
        # Fixed words win over a parameter that would take them too.
        for template in sorted(self.document["paths"], key=lambda path: path.count("{")):
            pattern = re.sub(r"\\\{[^/]*\\\}", "[^/]+", re.escape(template))
            if re.fullmatch(pattern, path) and method.lower() in self.document["paths"][template]:
                return str(template)
        raise AssertionError(f"{method} {path}: the document names no such operation")

    def _resolved(self, value: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in value:
            target: Any = self._closed
            for step in value["$ref"].removeprefix("#/").split("/"):
                target = target[step]
            value = target
        return value

    def _hold(self, schema: dict[str, Any], value: Any, where: str) -> None:
        validator = Draft202012Validator(
            {"components": self._closed.get("components", {}), **schema},
            format_checker=FormatChecker(),
        )
        wrong = [
            f"{'/'.join(map(str, error.absolute_path)) or 'body'}: {error.message}"
            for error in validator.iter_errors(value)
        ]
        assert not wrong, f"{where}: " + "; ".join(wrong)


@cache
def contract_of(party: str) -> Contract:
    """The document in the folder of the party of this name; read once, because parsing it is slow."""
    return Contract(SERVICES / party / "openapi.yaml")


def operations(routes: Any, base: str = "") -> Iterator[Operation]:
    """Every operation that Starlette `routes` answer, with its path parameters as they are named there."""
    for route in routes:
        if isinstance(route, Route):
            for method in route.methods or ():
                if method != "HEAD":
                    yield method, base + route.path
        elif hasattr(route, "routes"):
            yield from operations(route.routes, base + getattr(route, "path", ""))


def unnamed(found: set[Operation]) -> set[Operation]:
    """Operations without the names of their path parameters, so that two lists can be compared."""
    return {(method, re.sub(r"\{[^/]*\}", "{}", path)) for method, path in found}


def _typed(text: str) -> Any:
    return int(text) if re.fullmatch("[0-9]+", text) else text


def _closed(value: Any, *, part: bool = False) -> Any:
    # A member of allOf describes a part of an object, so it cannot be closed by itself.
    if isinstance(value, list):
        return [_closed(member, part=part) for member in value]
    if not isinstance(value, dict):
        return value
    copy = {name: _closed(member, part=name == "allOf") for name, member in value.items()}
    if "allOf" in copy:
        copy.setdefault("unevaluatedProperties", False)
    elif isinstance(copy.get("properties"), dict) and not part:
        copy.setdefault("additionalProperties", False)
    return copy
