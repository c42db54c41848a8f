"""The letters of a controller's desk, in the four languages, made when the citizen fetches them."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from mock_backends.people.loader import LANGUAGES, Controller, DataBlockDefinition
from mock_backends.registers.case_states import ANSWERED
from mock_backends.registers.cases import Case, Step, closing
from mock_backends.registers.models import Letter, Localized
from mock_backends.shared.days import day_of

TEXTS = Path(__file__).with_name("letters.toml")

SUPERVISORS = {
    "GBA": {
        "nl": "de Gegevensbeschermingsautoriteit",
        "en": "the Data Protection Authority",
        "fr": "l'Autorité de protection des données",
        "de": "die Datenschutzbehörde",
    },
    "VTC": {
        "nl": "de Vlaamse Toezichtcommissie",
        "en": "the Flemish Supervisory Commission",
        "fr": "la Commission de contrôle flamande",
        "de": "die Flämische Aufsichtskommission",
    },
}
"""Who takes complaints about a controller, by `Controller.supervisor`."""


def letter(case: Case, step: Step, controller: Controller) -> Letter:
    """What the desk writes about this step of the case."""
    return Letter(
        at=step.at,
        state=step.state,
        text={language: _text(case, step, controller, language) for language in LANGUAGES},
    )


def _text(case: Case, step: Step, controller: Controller, language: str) -> str:
    texts = _texts()
    block = next((one for one in controller.blocks if one.id == case.block_id), None)
    places = {
        "authority": controller.authority[language],
        "reference": case.reference,
        "block": block.label[language] if block else controller.register[language],
        "email": controller.contact.email or controller.contact.website,
        "supervisor": SUPERVISORS[controller.supervisor][language],
        "what": _changed(case, block, language),
        "until": _said(day_of(closing(step.at).at), language),
    }
    paragraphs = [texts["begin"], texts["about"], texts["states"][step.state]]
    if step.state in ("granted", "partlyGranted"):
        paragraphs.append(texts["granted"][case.right])
        if places["what"]:
            paragraphs.append(texts["fields"])
    whole = [case.postal_address] if case.postal_address else []
    whole += [paragraph[language].format(**places) for paragraph in paragraphs]
    why = step.reason or (texts["refused"][case.right] if step.state == "refused" else {})
    if why:
        whole.append(why.get(language, ""))  # nobody's template: it may have any sign in it
    if step.state in ANSWERED and step.state != "granted":
        whole.append(texts["ways"][language].format(**places))
    whole.append(texts["end"][language].format(**places))
    return "\n\n".join(whole)


def _said(day: date, language: str) -> str:
    """A day as its language writes it in figures."""
    return f"{day:%d/%m/%Y}" if language != "de" else f"{day:%d.%m.%Y}"


def why(what: str) -> Localized:
    """Why the desk waits for a copy of the identity card, or stops because of it (GDPR art. 12(6))."""
    reason: Localized = _texts()["identification"][what]
    return reason


def _changed(case: Case, block: DataBlockDefinition | None, language: str) -> str:
    """The names of the fields that were changed."""
    fields = block.fields if block else ()
    changed = {change.field for change in case.changes}
    return ", ".join(field.label[language] for field in fields if field.name in changed)


def _texts() -> dict[str, Any]:
    return tomllib.loads(TEXTS.read_text("utf-8"))
