"""What a citizen types and saves, as a test says it."""

from pathlib import Path

from tests.journey.steps import find
from tui.journey.navigator import Navigator
from tui.page.parts import Field, Form, Page
from tui.pages.sign_out import SIGN_OUT

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"

GOOD = {
    "subject": "Een vraag",
    "message": "Wat bewaart u?",
    "nickname": "Noortje",
    "value": "noor@example.test",
    "street": "Denkbeeldlaan",
    "house-number": "14",
    "post-code": "9000",
    "municipality": "Gent",
    "file": str(PICTURES / "ebox-40.png"),
    "front": str(PICTURES / "card-front.png"),
    "back": str(PICTURES / "card-back.png"),
    "description": "Een tekening van niemand",
    "number": "+32400000001",
    "words": "Mijn huisnummer is fout.",
    "pin": "1234",
    "userName": "noor.peeters",
    "password": "zonnebloem",
    "code": "123 456",
    "reason": "Het klopt.",
    "record": "1",
}


KNOWN = {
    "itsme-form": {"number"},
    "reader-pin": {"pin"},
    "password-form": {"userName", "password"},
    "code-form": {"code"},
    "verify-form": {"code"},
    "nickname-form": {"nickname"},
    "address-form": {"street", "house-number", "box", "post-code", "municipality", "label"},
    "photo-form": {"file", "description"},
    "contact-form": {"kind", "subject", "message", "value", "label"},
    "words-form": {"field", "words", "way", "address"},
    "add-form": {"words"},
    "card-form": {"front", "back"},
    "decision-form": {"state", "reason", "record", "field"},
    "channels-form": {"request", "term", "block", "sign-in"},
    "keep-form": {"path"},
    "subject-form": {"right", "about"},
    "request-form": {"right", "about"},
    "complaint-form": {"controller", "words"},
    "search-form": {"words"},
}
"""What is known to be asked: a new form is to be thought about here, too."""


def good(field: Field) -> str:
    if field.options:
        return field.stored or field.options[0].value
    return "+32400000001" if field.kind == "phone" else GOOD.get(field.name, "")


def forms(page: Page) -> list[Form]:
    return [part for part in page.everything if isinstance(part, Form)]


def unclear(field: Field, error: str) -> list[str]:
    """What an error under a field leaves out: which field it is about, or what would do.

    A choice shows what would do; of a secret an example would give away what it looks like (3.3.3).
    """
    name = field.label.partition(",")[0]  # after it stands what may be typed
    found = [] if name.casefold() in error.casefold() else ["does not name the field"]
    if field.kind != "choice" and not field.secret:
        if not field.example:
            found.append("the field has no example")
        elif field.example not in error:
            found.append("gives no example")
    return [f"{field.name}, {error!r}: {one}" for one in found]


def type_in(navigator: Navigator, form_id: str, **texts: str) -> None:
    """Type into fields of a form ("post_code" is the field "post-code"), as a renderer does at each key."""
    names = {field.name for field in find(navigator.page, form_id, Form).fields}
    for name, text in texts.items():
        field = name.replace("_", "-")
        assert field in names
        navigator.drafts.write(navigator.page.place, form_id, field, text)


async def fill_in(navigator: Navigator, form_id: str, **texts: str) -> None:
    """Type, and have it checked."""
    type_in(navigator, form_id, **texts)
    await navigator.submit(form_id)


async def save(navigator: Navigator, form_id: str, **texts: str) -> None:
    """Type, look over, and save."""
    await fill_in(navigator, form_id, **texts)
    await navigator.act("save")


def errors(navigator: Navigator, form_id: str) -> dict[str, str]:
    fields = find(navigator.page, form_id, Form).fields
    return {field.name: field.error for field in fields if field.error}


async def sign_out(navigator: Navigator) -> None:
    """Sign out by the button."""
    await navigator.open("sign-out")
    await navigator.act(SIGN_OUT)
