"""The list of a menu: in groups, two lines a choice, with its key at the right."""

from collections.abc import Callable

from textual.content import Content

from tui.page.finding import Finding
from tui.page.parts import Item, Listing
from tui.widgets.buttons import FOCUSED, FOCUSED_HINT, GROUND, MARK
from tui.widgets.canvas import Drawing, Stop
from tui.widgets.content import as_content, blank, joined, wrapped
from tui.widgets.foot import key_sign
from tui.widgets.listing import ListingView

INDENT = 2


def draw_choice(item: Item, width: int, marked: bool, group: str) -> list[Content]:
    """The title, with `group` and the item's mark at the right, then the detail with the key at the right."""
    style, hint, under = (FOCUSED, FOCUSED_HINT, GROUND) if marked else ("bold", "$hint", "")
    sign = joined(as_content(MARK if marked else " ", style), blank(INDENT - 1, under))
    own = as_content(item.mark, style if marked else "bold $main")
    gap = blank(2 if item.mark and group else 0, under)
    lines = _beside(
        item.title, style, joined(own, gap, as_content(group, hint)), width, sign, under
    )
    key = item.key if isinstance(item, Finding) else ""
    if item.detail or key:
        right = as_content(key_sign(key) if key else "", style)
        lines += _beside(item.detail, hint, right, width, blank(INDENT, under), under)
    return lines


def _beside(
    text: str, style: str, right: Content, width: int, before: Content, under: str
) -> list[Content]:
    """`text` after `before`, and at the right of its first line `right`; below it, if a word would break."""
    broad = right.cell_length
    room = width - INDENT - (broad + 2 if broad else 0)
    longest = max((as_content(word).cell_length for word in text.split()), default=0)
    below = broad and room < longest
    lines = []
    for number, line in enumerate(
        wrapped(text, width - INDENT if below else room, style) or [as_content("")]
    ):
        whole = joined(before if number == 0 else blank(INDENT, under), line)
        last = right if number == 0 and not below else as_content("")
        gap = width - whole.cell_length - last.cell_length
        lines.append(joined(whole, blank(gap, under), last))
    if below:
        lines.append(joined(blank(width - broad, under), right))
    return lines


def draw_choices(
    part: Listing,
    width: int,
    mark: str | None,
    group_name: Callable[[str], str],
    *,
    title: str = "",
    beside: bool = False,
) -> Drawing:
    """The choices in their groups, after a title, and then the count.

    A group's name stands on a line of its own, or `beside` each choice.
    """
    lines = wrapped(title, width, "bold")
    stops: list[Stop] = []
    group = ""
    whole: list[tuple[str, Item, list[Content]]] = []
    for item in part.items:
        own = group_name(item.group) if isinstance(item, Finding) and item.group else ""
        drawn = draw_choice(item, width, item.id == mark, own if beside else "")
        whole.append((own, item, drawn))
    apart = any(len(drawn) == 1 for *_, drawn in whole)
    for own, item, drawn in whole:
        if own != group and not beside:
            rule = as_content(f"{own} ", "bold $hint")
            lines.append(joined(rule, as_content("─" * (width - rule.cell_length), "$line")))
        elif apart and stops:
            lines.append(as_content(""))  # targets of a single line are kept apart (WCAG 2.5.8)
        group = own
        stops.append(Stop(item.id, 0, len(lines), width, len(drawn)))
        lines += drawn
    if not part.items:
        lines += wrapped(part.empty, width)
    return Drawing(lines + wrapped(part.count, width, "$hint") or [as_content("")], tuple(stops))


class Choices(ListingView):
    """The list of a menu. Space does not choose: it belongs to the words that are typed or dictated.

    `group_name` gives the name of a group.
    """

    PRESSES = ("enter",)

    def __init__(self, part: Listing, group_name: Callable[[str], str]) -> None:
        super().__init__(part)
        self._group_name = group_name
        self._titled = False
        self._beside = False

    def name_groups_beside(self, beside: bool) -> None:
        """Name a group beside each of its choices, or on a line of its own."""
        if beside != self._beside:
            self._beside = beside
            self.redraw()

    def show_title(self, titled: bool) -> None:
        """Draw the title above the choices, or leave it out."""
        if titled != self._titled:
            self._titled = titled
            self.redraw()

    def draw(self, width: int, mark: str | None) -> Drawing:
        title = self.part.title if self._titled else ""
        return draw_choices(
            self.part, width, mark, self._group_name, title=title, beside=self._beside
        )
