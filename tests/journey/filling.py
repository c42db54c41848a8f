"""What a citizen types and saves, as a test says it."""

from tests.journey.steps import actions, find
from tui.journey.navigator import Navigator
from tui.journey.page import Form


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
    """The errors under the fields of a form."""
    fields = find(navigator.page, form_id, Form).fields
    return {field.name: field.error for field in fields if field.error}


async def sign_out(navigator: Navigator) -> None:
    """Sign out by the button."""
    await navigator.open("sign-out")
    await navigator.act(next(one.id for one in actions(navigator.page) if one.kind == "main"))
