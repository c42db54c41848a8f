"""What the portal told is read again on its own page, and goes with the session."""

from datetime import timedelta

from tests.journey.steps import has, loaded, said, sign_in_by_itsme, until
from tests.services import Services
from tui.journey.navigator import Navigator
from tui.page.parts import Notice, Page
from tui.pages.sign_out import SIGN_OUT
from tui.portal.client import Portal


def told(page: Page) -> list[str]:
    """The messages on the page."""
    return [part.title for part in page.parts if isinstance(part, Notice) and "told-" in part.id]


async def messages(navigator: Navigator) -> list[str]:
    """Go and read them."""
    await navigator.open("messages")
    return told(navigator.page)


async def nickname(navigator: Navigator, name: str) -> None:
    """Choose a nickname."""
    await navigator.open("profile.nickname")
    await until(navigator, loaded)
    navigator.drafts.write(navigator.page.place, "nickname-form", "nickname", name)
    await navigator.submit("nickname-form")
    await navigator.act("save")


async def test_what_was_done_and_what_went_wrong_can_be_read_again(signed_in: Navigator) -> None:
    assert await messages(signed_in) == []
    await signed_in.open("nowhere")
    await nickname(signed_in, "Nono")
    first, second = await messages(signed_in)
    assert first.startswith("1 van 2. ")
    assert "Nono" in first
    assert second == "2 van 2. Deze pagina bestaat niet."
    await signed_in.open("data")
    assert not has(signed_in.page, "trouble"), "on the next page it is no longer said"
    assert len(await messages(signed_in)) == 2


async def test_a_service_that_does_not_answer_is_kept_without_its_data(
    signed_in: Navigator, portal: Portal, services: Services
) -> None:
    await services.fail("ebox", "down")
    await portal.give_ebox_consent()
    await signed_in.open("ebox")
    kept = await messages(signed_in)
    assert all("Peeters" not in one for one in kept)


async def test_signing_out_destroys_them_but_says_that_one_is_signed_out(
    signed_in: Navigator,
) -> None:
    await nickname(signed_in, "Nono")
    await signed_in.open("sign-out")
    await signed_in.act(SIGN_OUT)
    assert await messages(signed_in) == ["1 van 1. U bent afgemeld."]
    await sign_in_by_itsme(signed_in)
    assert "Nono" not in said_on(await page_of(signed_in))


async def page_of(navigator: Navigator) -> Page:
    """The page of the messages."""
    await navigator.open("messages")
    return navigator.page


def said_on(page: Page) -> str:
    """The messages alone: the head calls the citizen by the nickname."""
    return "\n".join(told(page))


async def test_a_session_that_ends_by_itself_is_told_and_takes_the_rest_along(
    signed_in: Navigator, services: Services
) -> None:
    await nickname(signed_in, "Nono")
    await services.move(timedelta(minutes=13, seconds=30))
    await until(signed_in, lambda page: has(page, "session"), "the warning")
    assert "eindigt" in said(await page_of(signed_in))
    assert told(signed_in.page)[0].startswith("1 van 2. Uw sessie eindigt om ")
    await services.move(timedelta(minutes=16))
    await until(signed_in, lambda page: not page.signed_in, "the end")
    (ended,) = await messages(signed_in)
    assert ended.startswith("1 van 1. Uw sessie is geëindigd.")
