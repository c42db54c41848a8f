"""What the portal told is read again on its own page, and goes with the session."""

from datetime import timedelta

from tests.journey.filling import save, sign_out
from tests.journey.steps import has, sign_in_by_itsme, until
from tests.services import Services
from tui.journey.navigator import Navigator
from tui.page.parts import Notice


async def messages(navigator: Navigator) -> list[str]:
    await navigator.open("messages")
    parts = navigator.page.parts
    return [part.title for part in parts if isinstance(part, Notice) and "told-" in part.id]


async def test_what_was_done_and_what_went_wrong_can_be_read_again(signed_in: Navigator) -> None:
    assert await messages(signed_in) == []
    await signed_in.open("nowhere")
    await signed_in.open("profile.nickname")
    await save(signed_in, "nickname-form", nickname="Nono")
    first, second = await messages(signed_in)
    assert first.startswith("1 van 2. ")
    assert "Nono" in first
    assert second == "2 van 2. Deze pagina bestaat niet."
    await signed_in.open("data")
    assert not has(signed_in.page, "trouble"), "on the next page it is no longer said"
    assert len(await messages(signed_in)) == 2


async def test_signing_out_destroys_them_and_says_so(
    signed_in: Navigator,
) -> None:
    await signed_in.open("profile.nickname")
    await save(signed_in, "nickname-form", nickname="Nono")
    await sign_out(signed_in)
    assert await messages(signed_in) == ["1 van 1. U bent afgemeld."]
    await sign_in_by_itsme(signed_in)
    assert not any("Nono" in one for one in await messages(signed_in))


async def test_a_session_that_ends_by_itself_is_told_and_takes_the_rest_along(
    signed_in: Navigator, services: Services
) -> None:
    await signed_in.open("profile.nickname")
    await save(signed_in, "nickname-form", nickname="Nono")
    await services.move(timedelta(minutes=13, seconds=30))
    await until(signed_in, lambda page: has(page, "session"), "the warning")
    assert (await messages(signed_in))[0].startswith("1 van 2. Uw sessie eindigt om ")
    await services.move(timedelta(minutes=16))
    await until(signed_in, lambda page: not page.signed_in, "the end")
    (ended,) = await messages(signed_in)
    assert ended.startswith("1 van 1. Uw sessie is geëindigd.")
