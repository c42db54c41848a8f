"""What an office answers, in the four languages, made when the citizen looks into their mailbox."""

import tomllib
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from mock_backends.offices.cases import OWN, Case
from mock_backends.offices.models import Localized, Reply
from mock_backends.people.loader import LANGUAGES, Controller

TEXTS = Path(__file__).with_name("letters.toml")


def replies(case: Case, controller: Controller | None, now: datetime) -> tuple[Reply, ...]:
    """The office's mails about a case until `now`, oldest first; `controller` is whom the case is about."""
    if case.mail.kind == "rights":
        return _about_request(case, controller)
    found = []
    for step in case.history(now):
        key = _key(case, step.state)
        if key:
            text = _text(case, controller, key)
            found.append(Reply(at=step.at, about=step.state, text=text))
    return tuple(found)


def _key(case: Case, state: str) -> tuple[str, ...]:
    """Where the text for this state stands; () where the office writes nothing."""
    office, kind = case.mail.office, case.mail.kind
    if state == "received":
        return ("received",)
    if state == "inTreatment":
        return ("inTreatment",) if office != "officer" else ()
    if state == "answered":
        if kind != "complaint":
            return ("answered", kind)
        own = "own" if case.about == OWN else "other"
        return ("answered", "complaint", own, case.reason)
    if state in ("upheld", "dismissed"):
        return (state, "ombudsman" if office == "ombudsman" else "supervisor", case.reason)
    if state == "inadmissible":
        return ("inadmissible", office)
    return ()


def _about_request(case: Case, controller: Controller | None) -> tuple[Reply, ...]:
    """That a request was registered, and that its controller has it (R64)."""
    received, *later = case.steps
    first = Reply(at=received.at, about="received", text=_text(case, controller, ("received",)))
    if not later:
        return (first,)
    if case.registered is None:
        text = _text(case, controller, ("unclear",))
        return first, Reply(at=later[0].at, about=later[0].state, text=text)
    known, at = case.registered, later[0].at
    own = known.controller_id == OWN
    text = _text(case, controller, ("registered", "own" if own else "other"))
    found = [first, Reply(at=at, about="registered", text=text)]
    if known.forwarded_at is not None:
        text = _text(case, controller, ("forwarded",))
        found.append(
            Reply(at=known.forwarded_at, about="forwarded", text=text, receipt=known.receipt)
        )
    return tuple(found)


def _text(case: Case, controller: Controller | None, key: tuple[str, ...]) -> Localized:
    return {language: _in(language, case, controller, key) for language in LANGUAGES}


def _in(language: str, case: Case, controller: Controller | None, key: tuple[str, ...]) -> str:
    texts = _texts()
    body: Any = texts
    for name in key:
        body = body[name]
    known = case.registered
    names = controller.authority if controller else texts["portal"]
    if known is not None:
        names = known.controller_name
    places = {
        "number": case.number,
        "authority": _within(names[language], language),
        "supervisor": texts["names"][controller.supervisor.lower() if controller else "vtc"][
            language
        ],
        "reference": known.reference if known else case.mail.reference,
    }
    office = texts["names"][case.mail.office][language]
    whole = [texts[name][language] for name in ("begin",)]
    whole += [body[language].format(**places)]
    if key[0] in ("dismissed", "inadmissible"):
        whole.append(texts["court"][language])
    return "\n\n".join(
        [*whole, texts["end"][language].format(office=office[0].upper() + office[1:])]
    )


def _within(name: str, language: str) -> str:
    """The name of an authority within a sentence: its article is small."""
    article, space, rest = name.partition(" ")
    if article in _ARTICLES.get(language, ()):
        return article.lower() + space + rest
    return name


_ARTICLES = {
    "nl": ("De", "Het"),
    "en": ("The",),
    "fr": ("Le", "La", "Les"),
    "de": ("Der", "Die", "Das"),
}


@cache
def _texts() -> dict[str, Any]:
    return tomllib.loads(TEXTS.read_text("utf-8"))
