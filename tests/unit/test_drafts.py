"""What is being typed is kept, and belongs to one person."""

import pytest

from tui.page.drafts import Drafts
from tui.page.parts import Action, Field, Form, Page


def written() -> Drafts:
    drafts = Drafts()
    drafts.write("profile.nickname", "nickname", "value", "Mie")
    drafts.write("contact", "mail", "subject", "Vraag")
    return drafts


def test_what_was_typed_is_there_until_it_is_forgotten() -> None:
    drafts = written()
    assert drafts.read("profile.nickname", "nickname", "value") == "Mie"
    assert drafts.form("contact", "mail") == {"subject": "Vraag"}
    drafts.forget("profile.nickname", "nickname")
    assert drafts.read("profile.nickname", "nickname", "value") is None
    assert drafts.read("contact", "mail", "subject") == "Vraag"
    drafts.forget("contact")
    assert drafts.form("contact", "mail") == {}


def test_an_emptied_field_is_a_draft_too() -> None:
    drafts = written()
    drafts.write("contact", "mail", "subject", "")
    assert drafts.read("contact", "mail", "subject") == ""


def test_drafts_pass_to_the_first_who_signs_in_and_to_no_other() -> None:
    drafts = written()
    drafts.belong_to("Noor")
    drafts.belong_to("Noor")
    assert drafts.form("contact", "mail") == {"subject": "Vraag"}
    drafts.belong_to("Amir")
    assert drafts.form("contact", "mail") == {}


@pytest.mark.parametrize(
    ("typed", "place", "unsent"),
    [
        ({}, "profile.nickname", False),
        ({"value": "Mie"}, "profile.nickname", False),  # what is stored
        ({"value": " Mie "}, "profile.nickname", False),
        ({"value": "Mia"}, "profile.nickname", True),
        ({"value": ""}, "profile.nickname", True),
        ({"value": "Mia"}, "help", True),  # help was opened meanwhile
        ({"value": " "}, "help", False),
    ],
)
def test_what_differs_from_what_is_stored_would_be_lost(
    typed: dict[str, str], place: str, unsent: bool
) -> None:
    drafts = Drafts()
    for name, text in typed.items():
        drafts.write("profile.nickname", "nickname", name, text)
    field = Field(name="value", label="Roepnaam", hint="", stored="Mie")
    form = Form(id="nickname", fields=(field,), submit=Action(id="check", label="Kijk na"))
    parts = (form,) if place == "profile.nickname" else ()
    assert drafts.unsent(Page(id=place, place=place, title="", parts=parts)) is unsent


def test_destroyed_drafts_are_gone() -> None:
    drafts = written()
    drafts.destroy()
    assert drafts.form("contact", "mail") == {}


def test_an_error_is_over_once_another_text_stands_in_the_field() -> None:
    drafts = written()
    drafts.refuse("contact", "mail", ("subject", "body"))
    assert not drafts.corrected("contact", "mail", "subject")
    drafts.write("contact", "mail", "subject", "Een vraag")
    assert drafts.corrected("contact", "mail", "subject")
    assert not drafts.corrected("contact", "mail", "body"), "nothing was typed there"
    drafts.write("contact", "mail", "subject", "Vraag")
    assert not drafts.corrected("contact", "mail", "subject"), "the refused text is back"
    drafts.write("contact", "mail", "body", "Dag")
    assert drafts.corrected("contact", "mail", "body")
    drafts.forget("contact", "mail")
    assert not drafts.corrected("contact", "mail", "body")
