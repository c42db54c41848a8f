"""An act that does nothing but lead to a place."""

from tui.journey.visit import Act, Visit


def leads_to(place: str) -> Act:
    """The act of a link to `place`."""

    async def lead(_visit: Visit, _action: str) -> str | None:
        return place

    return lead
