"""JSON Schemas of the files that an author writes, for editors: made from the types that read the files."""

import json
from typing import Any

import msgspec

from mock_backends.people.from_start import DAY, MOMENT
from mock_backends.people.loader import (
    DataBlockDefinition,
    FieldDefinition,
    File,
    Fixtures,
    Persona,
)
from mock_backends.people.values import schema_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(kind: File, fixtures: Fixtures) -> str:
    """The JSON Schema of a file of this kind; a person's records are those of the blocks of `fixtures`.

    A day of TOML is a text here, as editors have it.
    """
    made = msgspec.json.schema(kind)
    # As a regular expression of ECMAScript, which JSON Schema uses, ends.
    made = json.loads(json.dumps(made).replace(r"\\Z", "$"))
    top = made["$defs"][kind.__name__]
    # The file's name is the id of a person or an authority that says no other.
    top["required"] = [name for name in top.get("required", ()) if name != "id"]
    if kind is Persona:
        properties = top["properties"]
        born = properties["birth_date"]
        properties["birth_date"] = {
            "description": born.pop("description"),
            "anyOf": [born, {"type": "integer", "minimum": 1000, "maximum": 9999}],
        }
        properties["data"]["properties"] = {
            block.id: _records(block)
            for controller in fixtures.controllers
            for block in controller.blocks
        }
    return json.dumps({"$schema": DIALECT, **made}, ensure_ascii=False, indent=2)


def _records(block: DataBlockDefinition) -> dict[str, Any]:
    return {
        "description": block.description.get("en", block.id),
        "type": "array",
        "items": {
            "type": "object",
            "properties": {
                field.name: {"description": field.label.get("en", field.name), **_written(field)}
                for field in block.fields
            },
            "additionalProperties": False,
            "required": [block.title_field] if block.title_field else [],
        },
    }


def _written(field: FieldDefinition) -> dict[str, Any]:
    """What an author may write in a record: what travels, or a date that counts from the world's start."""
    made: dict[str, Any] = json.loads(json.dumps(schema_of(field)))
    one = made["anyOf"][0]["items"] if field.several else made["anyOf"][0]
    match field.type:
        case "date":
            one["pattern"] = f"{one['pattern']}|{DAY}"
        case "period":
            for member in one["properties"].values():
                member["pattern"] = f"{member['pattern']}|{DAY}"
        case "dateTime":
            # A time without an offset is Belgian time.
            one["pattern"] = f"{one['pattern'].replace('(Z|', '(|Z|')}|{MOMENT}"
    return made
