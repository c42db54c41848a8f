"""How much of what stands around a field should be in view while one types in it."""

from textual.geometry import Region
from textual.widget import Widget


def around(control: Widget, error: str) -> tuple[Region, ...]:
    """What should be in view, the best first: the field with all around it, or less, or the field alone.

    What is wrong counts for more than the label, where both have no room; the whole field, with its frame,
    for more than either.
    """
    field = control.region
    drawn = [one.region for one in control.siblings if one.display]
    whole = Region.from_union([field, *drawn])
    labelled = Region(whole.x, whole.y, whole.width, field.bottom - whole.y)
    if not error:
        return whole, labelled, field
    told = Region(whole.x, field.y, whole.width, whole.bottom - field.y)
    return whole, told, labelled, field
