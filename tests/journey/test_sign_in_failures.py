"""docs/sign-in-failures.md: what can fail when signing in, what is read then, and the command for it.

It is made from `sign_in_failures.toml` by bringing each failure about, and accepted like a picture
(`make snapshots`). So is docs/transcript-sign-in-failures.txt, what line mode says at each of them.
"""

import re
from pathlib import Path

import pytest
import yaml

from mock_backends import identity_provider
from mock_backends import itsme as itsme_party
from mock_backends.people.loader import load
from mock_backends.shared.faults import KINDS
from tests.journey.sign_in_failures import (
    brought_about,
    commands,
    give_up_at_once,
    names,
    table,
)
from tests.screens.test_snapshots import updating
from tests.services import Services
from tui.journey.navigator import Navigator
from tui.journey.registry import sign_in_methods
from tui.lines.menu import menu_lines, page_menu, places
from tui.lines.reading import page_lines
from tui.lines.wrapping import wrapped
from tui.locale import Words
from tui.page.parts import Field, Form

README = Path(__file__).parents[2] / "README.md"
DOCS = README.parent / "docs"
KEPT = DOCS / "sign-in-failures.md"
TRANSCRIPT = DOCS / "transcript-sign-in-failures.txt"
BEGINNING = """# What can fail when signing in

Each failure that a citizen can meet, by the way in, with what is read then (in Dutch; English, French and
German have the same) and the command that brings it about. `--page sign-in` opens the sign-in as that person
with that way chosen; what the last column says is done by hand, on the page or on the device beside it.
Codes are those of the providers' [contracts](interfaces.md), or the simulator's own where a device tells it.

Each failure leads to its picture; what line mode says then is in
[transcript-sign-in-failures.txt](transcript-sign-in-failures.txt). How each way ends well is in
[transcript-sign-in.txt](transcript-sign-in.txt).

`make snapshots` makes this file and the transcript from [the data](../tests/journey/sign_in_failures.toml);
`make pictures` draws the pictures from the same.

Where time has to go by, wait. Or, with [served](../README.md#services-in-processes-of-their-own) parties and
`--backend`, move their clock:

```console
$ curl --cacert served/config/tls/ca.pem -X POST https://localhost:8443/simulation/v1/clock/advance \\
    -H 'Content-Type: application/json' -d '{"seconds": 300}'
```

There a fault is `PUT …/simulation/v1/faults/NAME` with `{"party": "itsme", "kind": "wrongSignature"}`, and
with `"times": 1` it happens once.
"""
HEAD = "\n\n| failure | read | command | then |\n| --- | --- | --- | --- |\n"
TITLES = {
    "itsme": "itsme",
    "eid": "Identity card",
    "app": "Code by app",
    "sms": "Code by sms",
    "access": "Any way",
}
SAID = """What line mode says at each failure of docs/sign-in-failures.md: first the command that brings it
about and what is done then, then the page and its choices, without the other pages. How each of the four
ways ends well stands in transcript-sign-in.txt.
"""
ENDS_WELL = {"keyRotated"}
"""The faults of a provider that a citizen does not notice."""


def codes(party: str) -> set[str]:
    """The failures that a provider's contract names."""
    document = yaml.safe_load(Path(party).with_name("openapi.yaml").read_text("utf-8"))
    schemas = document["components"]["schemas"].values()
    failures = [
        one["properties"]["failure"] for one in schemas if "failure" in one.get("properties", {})
    ]
    (failure,) = failures
    return set(failure["properties"]["code"]["enum"])


def test_every_failure_stands_in_the_table() -> None:
    there = {(method, row.code) for method, rows in table().items() for row in rows}
    told = {(method.id, code) for method in sign_in_methods() for code in method.failures}
    assert sorted(told - there) == []
    of_providers = codes(identity_provider.__file__) | codes(itsme_party.__file__)
    assert sorted(of_providers - {code for _, code in told}) == []
    faults = {
        fault.split(":")[1] for rows in table().values() for row in rows for fault in row.faults
    }
    providers = {"itsme", "identity_provider"}
    kinds = {one.id for one in KINDS if one.parties and providers >= set(one.parties)}
    assert sorted(kinds - faults) == sorted(ENDS_WELL)


@pytest.mark.embedded
@pytest.mark.requirement("R14")
async def test_every_row_is_true(
    services: Services,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    give_up_at_once(monkeypatch)
    written, said = BEGINNING, SAID
    pictures = names()
    for method, rows in table().items():
        written += f"\n## {TITLES[method]}{HEAD}"
        for place, row in enumerate(rows):
            heard: list[str] = []

            async def listen(navigator: Navigator, heard: list[str] = heard) -> None:
                heard.append(in_lines(navigator))

            each = [
                await brought_about(services, tmp_path, command, row, listen)
                for command in commands(method, row)
            ]
            assert len(set(each)) == 1, row
            read, then = each[0]
            first = next(commands(method, row))
            also = "".join(f", or `{fault}`" for fault in row.faults[1:])
            picture = f"[{row.code}](pictures/sign-in/{pictures[method, place]}.png)"
            written += f"| {picture} | {read} | `{first}`{also} | {then} |\n"
            done = wrapped(then.replace("*", "").replace("`", ""))
            said += "\n".join(
                ("", "", f"{TITLES[method]}: {row.code}", f"$ {first}", *done, heard[0])
            )
    said += "\n"
    if updating(request.config):
        KEPT.write_text(written, encoding="utf-8")
        TRANSCRIPT.write_text(said, encoding="utf-8")
    assert written == KEPT.read_text("utf-8")
    assert said == TRANSCRIPT.read_text("utf-8")


def in_lines(navigator: Navigator) -> str:
    """What line mode says of this page, and what it lets one choose there."""
    page, words = navigator.page, Words("nl")

    def value_of(form: Form, field: Field) -> str:
        typed = navigator.drafts.read(page.place, form.id, field.name)
        return field.stored if typed is None else typed

    elsewhere = places(page, words)
    choices = tuple(one for one in page_menu(page, words) if one not in elsewhere)
    lines = [*page_lines(page, words, value_of), "", *menu_lines(choices, words)]
    return "\n".join(one for line in lines for one in wrapped(line))


def test_whom_the_commands_of_the_readme_name_is_there() -> None:
    lines = [line for line in README.read_text("utf-8").splitlines() if "--fixtures" not in line]
    named = set(re.findall(r"--persona ([a-z]+-[a-z]+)", "\n".join(lines)))
    assert named
    assert sorted(named - {person.id for person in load().personas}) == []
