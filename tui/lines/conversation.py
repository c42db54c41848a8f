"""The portal as a conversation: a page is said, one numbered choice is asked, and what changed is said."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, Literal

from msgspec.structs import replace

from tui.lines.dialogue import SETTLED, Dialogue, Journey, Stopped, Switched
from tui.lines.filling import Left, fill
from tui.lines.letters import SCREEN, command_meant, lettered, letters_line
from tui.lines.menu import Choice, block_menu, is_called, meant, menu_lines, page_menu, places
from tui.lines.questions import shortened
from tui.lines.reading import block_line, outlined, page_lines, part_lines
from tui.lines.terminal import Terminal
from tui.page.commands import COMMANDS
from tui.page.offered import actions_of
from tui.page.parts import Facts, Form, Listing, Notice, Page, Part


class Conversation:
    """Says the navigator's pages on a terminal and asks what to do, until the citizen stops.

    `why` is a finished phrase: why this is line mode. `note` is said after it, when there is one.
    `screen` says whether one can go on in a full screen here. `settled` is how long (s) a page must stand
    still before it is said.
    """

    def __init__(
        self,
        journey: Journey,
        terminal: Terminal,
        why: str,
        *,
        note: str = "",
        screen: bool = False,
        settled: float = SETTLED,
    ) -> None:
        self._dialogue = Dialogue(journey, terminal, settled, screen=screen)
        self._dialogue.busy = self._awaited_block
        self._journey = journey
        self._why = why
        self._note = note
        self._words = journey.words
        self._told = self._dialogue.page
        self._opened = ""
        self._menu: tuple[Choice, ...] = ()

    async def run(self, opening: "asyncio.Task[None] | None" = None) -> Literal["stop", "screen"]:
        """Talk until the citizen stops, the input ends, or the full screen is asked for; tells which.

        The first page is said after `opening`.
        """
        async with self._dialogue as dialogue:
            dialogue.say(self._words("lines.mode", why=self._why))
            dialogue.say(*([self._note] if self._note else []))
            try:
                await dialogue.settle(opening)
                self._say_page()
                while True:
                    await self._turn()
            except Switched:
                dialogue.say(self._words("talk.to-screen"))
                return "screen"
            except Stopped:
                dialogue.say(self._words("lines.stopped"))
            except (
                asyncio.CancelledError
            ):  # Ctrl+C, or an end from outside: said too, where it can be
                with suppress(OSError):
                    dialogue.say(self._words("lines.stopped"))
                raise
        return "stop"

    # --- one turn -----------------------------------------------------------------------------

    async def _turn(self) -> None:
        """One choice and what follows from it."""
        answer, command = await self._answer()
        if command:
            await self._command(command)
        elif not answer:
            await self._dialogue.settle()
            self._say_news(asked=True)
        else:
            choice = self._chosen(answer)
            if choice is not None:
                self._dialogue.say(self._words("lines.chosen", name=choice.name))
                await self._follow_choice(choice)

    async def _answer(self) -> tuple[str, str]:
        """What was answered, and the command that it is ("" when none). Time is seen to at once."""
        while True:
            answer = (await self._dialogue.ask(self._words("lines.choose"))).strip()
            command = command_meant(answer, lettered(screen=True), self._words)
            lacking = command == SCREEN and not self._dialogue.screen
            called = len(answer) > 1 and any(is_called(answer, one.name) for one in self._menu)
            if called or (lacking and self._found(answer)):
                command = ""  # the page's own choice of that name
            elif lacking:
                self._dialogue.say(self._words("talk.no-screen"))
                continue
            if command == "time":
                await self._dialogue.say_time()
            elif command == "extend" or self._dialogue.cut_short(answer) is not None:
                await self._dialogue.extend()
                self._heard()
            else:
                return answer, command

    def _chosen(self, answer: str) -> Choice | None:
        found = self._found(answer)
        if len({self._menu[place].name for place in found}) == 1:
            # Two of one name lead to the same; the first is the page's own.
            return self._menu[found[0]]
        words, answer = self._words, shortened(answer)
        if found:
            names = ", ".join(f"{place + 1}. {self._menu[place].name}" for place in found)
            self._dialogue.say(words("lines.ambiguous", answer=answer, names=names))
        else:
            self._dialogue.say(words("lines.unknown", answer=answer, last=len(self._menu)))
            self._dialogue.say(self._letters())
        return None

    def _found(self, answer: str) -> list[int]:
        names = tuple(choice.name for choice in self._menu)
        return meant(answer, names) or meant(answer, tuple(one.button for one in self._menu))

    async def _follow_choice(self, choice: Choice) -> None:
        if choice.does != "go" and not self._still_there(choice):
            self._dialogue.say(self._words("lines.gone"))
            self._say_news(asked=True)
        elif choice.does == "open":
            self._opened = choice.part
            await self._dialogue.settle()
            self._say_block()
        elif choice.does == "close":
            self._close_block()
        elif choice.does == "fill":
            await self._fill(choice.part)
        elif choice.does == "choose":
            await self._do(self._journey.choose(choice.part, choice.id))
        elif choice.does == "go":
            await self._do(self._journey.act(f"go:{choice.id}"))
        else:
            await self._do(self._journey.act(choice.id))

    def _still_there(self, choice: Choice) -> bool:
        if not _same(self._told, self._dialogue.page):
            return False
        return choice.key in {one.key for one in self._current_menu()}

    async def _command(self, name: str) -> None:
        if name == "stop":
            raise Stopped
        if name == "screen":
            raise Switched
        if name == "help":
            self._dialogue.say(*self._help_lines(), self._letters())
            await self._do(self._journey.act("go:help"))
        elif name == "back" and self._opened:
            self._close_block()
        elif name == "back":
            before = self._dialogue.page
            own = any(one.kind == "back" for one in actions_of(before))
            await self._dialogue.done(self._journey.back())
            if self._dialogue.page.place == before.place and not own:
                self._dialogue.say(self._words("talk.first"))
            self._say_news(left=True)
        elif name == "overview":
            await self._overview()

    def _help_lines(self) -> tuple[str, ...]:
        """Help in place: the page's own, and how lines work."""
        own = self._dialogue.page.help
        return (*((own,) if own else ()), self._words("lines.help"))

    async def _overview(self) -> None:
        """Everywhere one can go from here, and this page once more."""
        self._say_overview()
        while True:
            answer, command = await self._answer()
            choice = self._chosen(answer) if answer and not command else self._menu[0]
            if command == "overview":
                self._say_overview()
            elif command or choice is not None:
                break
        if command == "back":  # to the page that one is still on
            self._say_news()
        elif command:
            await self._command(command)
        elif choice is not None and choice.does == "go":
            self._dialogue.say(self._words("lines.chosen", name=choice.name))
            await self._follow_choice(choice)
        else:
            await self._dialogue.settle()
            self._say_block()

    def _say_overview(self) -> None:
        words = self._words
        self._menu = (
            Choice(words("lines.again"), "close"),
            *places(self._dialogue.page, words),
            *(
                Choice(
                    words(f"command.{command.id}"),
                    "go",
                    id=command.do.removeprefix("go:"),
                    heading=words("lines.also"),
                )
                for command in COMMANDS
                if command.do.startswith("go:")
            ),
        )
        self._dialogue.say("")
        self._dialogue.say(words("lines.overview", title=self._dialogue.page.title))
        self._say_menu()

    async def _fill(self, form_id: str) -> None:
        try:
            await fill(self._dialogue, form_id)
        except Left as left:
            self._dialogue.say(self._words("lines.left"))
            if left.overview:
                await self._overview()
                return
            self._heard()
            self._say_news(left=True)
        else:
            self._say_news()

    def _heard(self) -> None:
        """What a form and its notices say was said meanwhile: it is no news."""
        if _same(self._told, self._dialogue.page):
            kept = [one for one in self._told.everything if not isinstance(one, Form | Notice)]
            heard = [
                one for one in self._dialogue.page.everything if isinstance(one, Form | Notice)
            ]
            self._told = replace(self._told, parts=(*kept, *heard), aside=(), device=())

    async def _do(self, work: Coroutine[Any, Any, None]) -> None:
        """Let something be done, and say what came of it."""
        await self._dialogue.done(work)
        self._say_news()

    # --- saying -------------------------------------------------------------------------------

    def _say_page(self) -> None:
        """The whole page, and what can be chosen on it."""
        page = self._dialogue.page
        if not _same(self._told, page):
            self._opened = ""
        self._told = page
        self._dialogue.say("")
        heading, *lines = page_lines(page, self._words, self._dialogue.standing)
        self._dialogue.say_heading(heading)
        self._dialogue.say(*lines)
        self._menu = self._current_menu()
        self._say_menu()

    def _say_block(self) -> None:
        """The open block, and what can be done with it."""
        self._told = self._dialogue.page
        block = self._block()
        if block is None:
            self._opened = ""
            self._say_page()
            return
        self._dialogue.say(*part_lines(block, self._words, self._dialogue.standing))
        self._menu = self._current_menu()
        self._say_menu()

    def _close_block(self) -> None:
        """Back to the outline: its page was said before, so only what changed is said, and the menu."""
        self._opened = ""
        self._say_news()

    def _say_news(self, *, asked: bool = False, left: bool = False) -> None:
        """What is other than when it was last said; with `asked` also that nothing is.

        The menu follows where it is another one, and where one was asked something else (`left`) or asks.
        """
        before, now = self._told, self._dialogue.page
        if not _same(before, now):
            self._say_page()
            return
        self._told = now
        lines, menu = self._news(before, now), self._current_menu()
        same = not lines and menu == self._menu
        self._dialogue.say(*lines)
        if (same and not left) or (asked and not lines):
            self._dialogue.say(self._words("lines.same"))
        self._menu = menu
        if asked or left or not same:
            self._say_menu()

    def _news(self, before: Page, now: Page) -> list[str]:
        known = {part.id: part for part in before.everything}
        outline = outlined(now)
        lines: list[str] = []
        for part in now.everything:
            if _unmarked(known.get(part.id)) == _unmarked(part):
                continue
            if part in outline and part.id != self._opened and isinstance(part, Facts):
                lines.append(self._words("lines.news", what=block_line(part, self._words)))
            else:
                lines += part_lines(part, self._words, self._dialogue.standing)
        return lines

    def _say_menu(self) -> None:
        self._dialogue.say("")
        self._dialogue.say(self._words.count("talk.menu", len(self._menu)))
        self._dialogue.say(*menu_lines(self._menu, self._words))
        self._dialogue.say(self._letters())

    def _letters(self) -> str:
        return letters_line(self._dialogue.commands, self._words)

    # --- the page as it is told ---------------------------------------------------------------

    def _block(self) -> Facts | None:
        """The block that is open, if it is still there."""
        for part in self._dialogue.page.everything:
            if isinstance(part, Facts) and part.id == self._opened:
                return part
        return None

    def _awaited_block(self) -> bool:
        block = self._block()
        return block is not None and block.state == "loading"

    def _current_menu(self) -> tuple[Choice, ...]:
        block = self._block()
        if block is not None:
            return block_menu(block, self._dialogue.page, self._words)
        return page_menu(self._dialogue.page, self._words)


def _same(one: Page, other: Page) -> bool:
    """Whether two pages are one to whoever hears them: then only what changed is said.

    A list, and the same list beside what was opened from it, are one.
    """
    return _called(one) == _called(other)


def _called(page: Page) -> tuple[str, str, str]:
    return (page.id.partition(".")[0], page.title, page.step)


def _unmarked(part: Part | None) -> Part | None:
    """A list is no other list for what was chosen from it."""
    return replace(part, chosen="") if isinstance(part, Listing) else part
