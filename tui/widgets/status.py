"""The status line: where the citizen is and that the page is loaded (R1), or the answer to a question."""

from tui.locale import Words
from tui.page.offered import bar_of
from tui.page.parts import Page
from tui.widgets.canvas import Canvas, Drawing
from tui.widgets.content import as_content, blank, joined, wrapped

ANSWER, BARRED = 60, 40
"""How much of the window an answer may take, in per cent, alone and above a bar of buttons.

The style sheet leaves it as much.
"""

MORE = " …"

NARROW = 60
"""Below this width the status is said in short."""

WIDE = 100
"""From this width on there is room for until when the session lasts."""


class Answer(Canvas, can_focus=False):
    """Shows the answer to a question until the next key. Meanwhile it has the class `-answer`."""

    def __init__(self, name: str) -> None:
        super().__init__(id=name)
        self._asked = ""
        self._rest = ""
        self._further = ""

    @property
    def answering(self) -> bool:
        """Whether an answer is shown."""
        return bool(self._asked)

    def answer(self, sentence: str) -> None:
        """Show this answer until the next key or page; "" ends it.

        An answer that is too long for a low window ends in "…"; if it is asked for again at once, the rest
        is shown.
        """
        further, self._further = self._further, "" if sentence else self._rest
        asked, self._rest = self._fitting(further if sentence and further else sentence)
        if asked != self._asked:
            self._asked = asked
            self._draw_anew()

    def _fitting(self, sentence: str) -> tuple[str, str]:
        """As much of a sentence as fits, and the rest of it."""
        width, height = self.app.size
        most = max(1, height * self.share // 100)
        if len(wrapped(sentence, width - 2)) <= most:
            return sentence, ""
        lines = [line.plain for line in wrapped(sentence, width - 2 - len(MORE))]
        return " ".join(lines[:most]) + MORE, " ".join(lines[most:])

    @property
    def share(self) -> int:
        """How much of the window an answer may take, in per cent."""
        return ANSWER

    @property
    def said(self) -> str:
        """The text that is shown."""
        return self._asked

    def _draw_anew(self) -> None:
        self.set_class(self.answering, "-answer")
        self.redraw()

    def draw(self, width: int, mark: str | None) -> Drawing:
        return draw_status(self.said, width)


def draw_status(said: str, width: int) -> Drawing:
    """A sentence in as many lines as it needs."""
    lines = wrapped(said, width - 2) or [as_content("")]
    return Drawing([joined(blank(1), line) for line in lines])


class Status(Answer, can_focus=False):
    """The status line, in a single widget: up to four lines if it is narrow, and never cut off.

    In a narrow window, which is low too when it is enlarged, it says no more than that a page is loaded.
    """

    def __init__(self, page: Page, words: Words) -> None:
        super().__init__("status")
        self._words = words
        self._told = self._tell(page)
        self._in_short = ""
        self._until = page.until
        self._shorten(page)

    @property
    def share(self) -> int:
        return BARRED if self._barred else ANSWER

    def _shorten(self, page: Page) -> None:
        self._barred = bar_of(page) is not None
        loaded = page.news or self._words("screen.loaded", title=page.title)
        self._in_short = "" if page.busy else loaded

    def _tell(self, page: Page) -> str:
        busy = self._words("screen.busy") if page.busy else ""
        return " ".join(text for text in (page.news, busy, page.status) if text)

    def show(self, page: Page, unseen: tuple[str, ...] = ()) -> None:
        """Show a newer page's status, after `unseen`: what the page announces out of view."""
        self.set_class(bool(unseen), "-unseen")
        self._shorten(page)
        if unseen:
            self._in_short = ""
        if page.until != self._until:
            self._until = page.until
            self.redraw(layout=False)
        self.say(" ".join((*unseen, self._tell(page))).strip())

    def tell(self, told: str) -> None:
        """Show this until the page has something to say."""
        self._in_short = ""
        self.say(told)

    def say(self, told: str) -> None:
        """Show this, or in a narrow window what it is in short."""
        if told != self._told:
            self._told, self._asked = told, ""
            self._draw_anew()

    def draw(self, width: int, mark: str | None) -> Drawing:
        if width < NARROW and self._in_short and not self.answering:
            return draw_status(self._in_short, width)
        drawing = super().draw(width, mark)
        beside = as_content(self._until)
        gap = width - drawing.lines[0].cell_length - beside.cell_length - 1
        if self._until and not self.answering and width >= WIDE and gap >= 3:
            drawing.lines[0] = joined(drawing.lines[0], blank(gap), beside)
        return drawing

    @property
    def said(self) -> str:
        return self._asked or self._told
