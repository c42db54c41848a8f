"""What a page offers to do, found by id."""

from tui.journey.page import Action, Actions, Facts, Form, Notice, Page


def actions_of(page: Page) -> list[Action]:
    """Every action that the page offers, in reading order."""
    found: list[Action] = []
    for part in page.everything:
        match part:
            case Actions():
                found += part.items
            case Notice() | Facts():
                found += part.actions
            case Form():
                found += (part.submit, *part.others)
            case _:
                pass
    return found


def form_of(page: Page, form_id: str) -> Form | None:
    """The form with this id, if the page has it."""
    return next(
        (part for part in page.everything if isinstance(part, Form) and part.id == form_id), None
    )
