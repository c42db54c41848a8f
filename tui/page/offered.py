"""What a page offers: its actions and forms, and the device that waits for an answer."""

from tui.page.parts import Action, Actions, Device, Facts, Form, Listing, Notice, Page, Part


def actions_of(page: Page) -> list[Action]:
    """Every action of the page, in reading order."""
    return _offered(page.everything)


def actions_in(part: Part) -> list[Action]:
    """Every action of a part, in reading order."""
    return _offered((part,))


def asking_device(page: Page) -> str:
    """The kind of the citizen's device that waits for an answer, or "".

    A device waits if it has a form to fill in, or a main action.
    """
    return page.device.kind if page.device is not None and asks(page.device) else ""


def asks(device: Device) -> bool:
    """Whether a device waits for an answer."""
    forms = any(isinstance(part, Form) for part in device.parts)
    return forms or any(action.kind == "main" for action in _offered(device.parts))


def is_outside(page: Page, part: Part) -> bool:
    """Whether a part is outside the portal: on the display of a device, or by itself."""
    if isinstance(part, Listing) and part.outside:
        return True
    return any(isinstance(piece, Device) and part in piece.parts for piece in page.pieces)


def is_settled(page: Page) -> bool:
    """Whether nothing is being done or fetched for this page any more."""
    return not page.busy and not any(map(_is_loading, page.everything))


def _is_loading(part: Part) -> bool:
    match part:
        case Facts():
            return part.state == "loading"
        case Listing():
            return any(item.state == "loading" for item in part.items)
    return False


def bar_of(page: Page) -> Form | Actions | None:
    """The part whose buttons stay in view below the page: what the page asks to decide, or its form.

    None where there are several, and beside a device: what must be answered then may be there.
    """
    found = [part for part in page.parts if isinstance(part, Form | Actions) and part.bar]
    return found[0] if len(found) == 1 and not page.device else None


def form_of(page: Page, form_id: str) -> Form | None:
    """The form with this id, or None."""
    return next(
        (part for part in page.everything if isinstance(part, Form) and part.id == form_id), None
    )


def _offered(parts: tuple[Part, ...]) -> list[Action]:
    found: list[Action] = []
    for part in parts:
        match part:
            case Actions():
                found += part.items
            case Facts():
                found += [action for actions in part.own for action in actions]
                found += part.actions
            case Notice():
                found += part.actions
            case Form():
                found += (part.submit, *part.others)
            case _:
                pass
    return found
