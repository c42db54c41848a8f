"""The eBox against the real services: nothing without consent, reading, withdrawing."""

import pytest

from tests.journey.filling import fill_in, sign_out
from tests.journey.steps import find, has, offers, said, sign_in_by_itsme
from tests.services import Services
from tui.journey.navigator import Navigator
from tui.page.parts import Facts, Listing, Notice
from tui.portal.client import Portal
from tui.portal.errors import ConsentRequired


async def consent(navigator: Navigator) -> None:
    """Read what it means, and give consent."""
    await navigator.open("ebox")
    await navigator.act("to-consent")
    await navigator.act("give")


@pytest.mark.requirement("R36", "D2")
async def test_nothing_is_shown_before_consent_and_the_warning_comes_first(
    services: Services, signed_in: Navigator, portal: Portal
) -> None:
    await signed_in.open("ebox")
    assert not has(signed_in.page, "messages")
    subjects = [one.subject["nl"] for one in services.people.personas[0].messages]
    assert subjects
    assert not [one for one in subjects if one in said(signed_in.page)]
    with pytest.raises(ConsentRequired):
        await portal.messages()
    await signed_in.act("to-consent")
    assert find(signed_in.page, "paper-stops", Notice).kind == "warning"
    assert "geen post meer op papier" in said(signed_in.page)
    assert "Digitaal Vlaanderen, met uw toestemming" in said(signed_in.page)
    await signed_in.act("to-list")
    assert not has(signed_in.page, "messages"), "saying no changes nothing"


@pytest.mark.requirement("R36")
async def test_with_consent_messages_are_listed_opened_and_become_read(
    services: Services, signed_in: Navigator
) -> None:
    await consent(signed_in)
    assert signed_in.page.place == "ebox"
    assert find(signed_in.page, "done", Notice).kind == "good"
    messages = find(signed_in.page, "messages", Listing)
    expected = services.people.personas[0].messages
    assert len(messages.items) == len(expected)
    unread = [one for one in messages.items if one.mark]
    assert signed_in.page.count == f"{len(expected)} berichten, {len(unread)} nieuw"

    await signed_in.choose("messages", unread[0].id)
    page = signed_in.page
    assert page.place == f"ebox.message/{unread[0].id}"
    assert page.title == find(page, "message", Facts).title == unread[0].title
    body = next(one.body["nl"] for one in expected if one.subject["nl"] == unread[0].title)
    letter = find(page, "message", Facts).letter
    assert letter is not None
    assert letter.text.split() == body.split()
    assert page.list_of is not None
    listed = find(page, "messages", Listing)
    assert (page.list_of.item, listed.chosen) == (unread[0].id, unread[0].id)
    assert next(one for one in listed.items if one.id == unread[0].id).mark == "open"
    assert page.list_of.count == f"{len(expected)} berichten, {len(unread) - 1} nieuw"
    await signed_in.back()
    assert signed_in.page.id == "ebox"
    assert signed_in.page.focus == f"messages.{unread[0].id}"
    assert signed_in.page.opened_item == unread[0].id, "it still stands beside its row"
    await signed_in.choose("messages", messages.items[0].id)
    for number, item in enumerate(messages.items, start=1):
        assert signed_in.page.title == item.title
        assert signed_in.page.count == f"bericht {number} van {len(expected)}"
        assert offers(signed_in.page, "previous") is (number > 1)
        await signed_in.act("next")
    assert signed_in.page.title == item.title, "there is none after the last"
    assert signed_in.page.list_of is not None
    assert signed_in.page.list_of.count == f"{len(expected)} berichten"


@pytest.mark.served
@pytest.mark.requirement("R59", "D2")
async def test_withdrawing_works_at_once(signed_in: Navigator, portal: Portal) -> None:
    await consent(signed_in)
    items = find(signed_in.page, "messages", Listing).items
    await signed_in.choose("messages", items[0].id)
    await signed_in.act("to-consent")
    assert "U gaf toestemming op 23 november 2026 om 10.00 uur." in said(signed_in.page)
    await signed_in.act("withdraw")
    assert signed_in.page.place == "ebox"
    done = find(signed_in.page, "done", Notice).title
    assert done.startswith("U trok uw toestemming in. We verwijderden ")
    assert not has(signed_in.page, "messages")
    held = signed_in.context().holdings
    assert (held.messages, held.opened) == (None, {}), "nothing stays on the citizen's side either"
    with pytest.raises(ConsentRequired):
        await portal.messages()
    await signed_in.open(f"ebox.message/{items[0].id}")
    assert not has(signed_in.page, "message")


@pytest.mark.requirement("R41")
async def test_a_message_that_is_not_the_citizen_s_does_not_open(
    services: Services, signed_in: Navigator
) -> None:
    await consent(signed_in)
    others = [one.id for who in services.people.personas[1:] for one in who.messages]
    assert others
    for message_id in ("nothing", "..", "%2e%2e", "a/b", *others):
        await signed_in.open(f"ebox.message/{message_id}")
        assert has(signed_in.page, "no-message"), message_id
        assert has(signed_in.page, "messages"), "the list stays"


async def test_messages_are_found_by_title_or_sender_and_stay_found_while_one_is_read(
    services: Services, signed_in: Navigator
) -> None:
    await consent(signed_in)
    everything = find(signed_in.page, "messages", Listing).items
    await fill_in(signed_in, "search-form", words="STAD mécHelen")
    found = find(signed_in.page, "messages", Listing)
    assert [one.detail for one in found.items] == ["Stad Mechelen"] * 2
    assert (found.count, signed_in.page.focus) == ("2 berichten met ‘STAD mécHelen’", "messages")
    await signed_in.choose("messages", found.items[1].id)
    assert signed_in.page.count == "bericht 2 van 2"
    await signed_in.act("to-list")
    assert find(signed_in.page, "messages", Listing).items[0] == found.items[0]
    await fill_in(signed_in, "search-form", words="[/b] 👍")
    nothing = find(signed_in.page, "messages", Listing)
    assert nothing.empty == "Geen bericht heeft ‘[/b] 👍’ in de titel of de afzender."
    assert (nothing.items, signed_in.page.focus) == ((), "search-form.words")
    signed_in.drafts.write(signed_in.page.place, "search-form", "words", "nooit gezocht")
    await signed_in.act("clear")
    assert len(find(signed_in.page, "messages", Listing).items) == len(everything)
    assert not signed_in.drafts.unsent(), "nothing is left that could be lost"


async def test_consent_is_remembered_at_the_next_sign_in(signed_in: Navigator) -> None:
    await consent(signed_in)
    await sign_out(signed_in)
    await sign_in_by_itsme(signed_in)
    await signed_in.open("ebox")
    await signed_in.act("to-consent")
    await signed_in.back()
    assert has(signed_in.page, "messages"), "looking at it withdraws nothing"


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("down", "meldt een storing"),
        ("truncated", "niet volledig aankwam"),
        ("malformed", "die we niet kunnen lezen"),
        ("wrongSchema", "in een vorm die niet klopt"),
        ("unsealed", "die niet voor u verzegeld zijn"),
        ("otherKey", "die uw sleutel niet opent"),
    ],
)
async def test_each_way_in_which_the_ebox_fails_is_told_and_passes(
    services: Services, signed_in: Navigator, kind: str, says: str
) -> None:
    await services.fail("ebox", kind)
    await consent(signed_in)
    assert says in find(signed_in.page, "ebox-unavailable", Notice).body
    await services.mend()
    await signed_in.act("retry")
    item = find(signed_in.page, "messages", Listing).items[0].id
    await services.fail("ebox", kind)
    await signed_in.open(f"ebox.message/{item}")
    assert says in find(signed_in.page, "no-message", Notice).body
