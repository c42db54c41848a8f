"""What stands on the display of a device: parts as on a page, but facts without a frame."""

from typing import Any

from tui.page.parts import Facts, Part
from tui.widgets.canvas import Canvas, Drawing
from tui.widgets.content import as_content, blank, joined, wrapped
from tui.widgets.interfaces import PartView
from tui.widgets.views import ViewContext, build


class GlassFacts(Canvas, PartView[Facts], can_focus=False):
    """Facts on a display: without a frame, and each on a line of its own where that fits."""

    def __init__(self, part: Facts) -> None:
        super().__init__(classes="facts")
        self.part = part

    def show(self, part: Facts) -> None:
        self.part = part
        self.redraw()

    def draw(self, width: int, mark: str | None) -> Drawing:
        part = self.part
        lines = [*wrapped(part.title, width, "bold"), as_content("")]
        facts = [fact for group in part.groups for fact in group]
        labels = max((as_content(fact.label).cell_length for fact in facts), default=0) + 2
        for fact in facts:
            label, value = as_content(fact.label, "$hint"), as_content(fact.value)
            if labels + value.cell_length <= width:
                lines.append(joined(label, blank(labels - label.cell_length), value))
            else:
                lines.append(label)
                lines += [joined(blank(2), line) for line in wrapped(fact.value, width - 2)]
        return Drawing(lines + wrapped(part.note, width))


def on_glass(part: Part, context: ViewContext) -> PartView[Any]:
    """The widget for a part on a display."""
    if not isinstance(part, Facts):
        return build(part, context)
    view = GlassFacts(part)
    view.add_class(f"part-{part.id}", update=False)
    return view
