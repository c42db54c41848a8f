"""The portal as a conversation: read out a page, ask for a numbered choice, read out what changed."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, Literal

from msgspec.structs import replace

from tui.journey.demonstration import Demonstration
from tui.lines.dialogue import SETTLED, Awaited, Dialogue, Journey, Stopped, Switched
from tui.lines.filling import FormLeft, fill
from tui.lines.finding import find
from tui.lines.letters import MARK, SCREEN, command_for, commands_line, letter_of, line_commands
from tui.lines.menu import (
    Choice,
    block_menu,
    is_whole_name,
    matching,
    menu_lines,
    page_menu,
    places,
)
from tui.lines.portions import PER_PAGE, Portion, SomeFacts, SomeItems, found, portioned
from tui.lines.questions import shortened
from tui.lines.reading import block_line, item_line, outlined, page_lines, part_lines
from tui.lines.terminal import Terminal
from tui.page.commands import COMMANDS
from tui.page.offered import actions_of, is_outside
from tui.page.parts import Facts, Form, Listing, Notice, Page, Part


class _Changed(Exception):
    """A setting was changed that only shows when the conversation begins again."""


class Conversation:
    """Prints the navigator's pages on a terminal and asks what to do next, until the citizen stops.

    `why` is a phrase from the catalogue: the reason for line mode. `note`, if any, follows it.
    `screen`: the full screen is available as well. `settled`: a page is read out once it has
    not changed for this long (seconds). Of a longer list `per_page` items are read out at a time.
    `on_forgotten` is called once nothing is kept here of the pages of a session that has ended.
    `awaited` is as in `Dialogue`. `change` is called with the name and the value of a setting that the
    citizen changes; it applies once the conversation begins again. The steps of a `demonstration` are said.
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
        per_page: int = PER_PAGE,
        on_forgotten: Callable[[], None] = lambda: None,
        awaited: Awaited | None = None,
        change: Callable[[str, str], object] = lambda _name, _value: None,
        demonstration: Demonstration | None = None,
    ) -> None:
        self._dialogue = Dialogue(journey, terminal, settled, screen=screen)
        self._dialogue.busy = self._block_is_loading
        self._dialogue.on_end = self._forget
        self._dialogue.awaited = awaited or Awaited()
        self._dialogue.demonstration = demonstration
        self._journey = journey
        self._why = why
        self._note = note
        self._on_forgotten = on_forgotten
        self._change = change
        self._words = journey.words
        self._read_out = self._dialogue.page
        self._opened = ""
        self._per_page = per_page
        self._portions: dict[str, Portion] = {}
        self._menu: tuple[Choice, ...] = ()

    async def run(
        self, opening: "asyncio.Task[None] | None" = None
    ) -> Literal["stop", "screen", "again"]:
        """Talk until the citizen stops, the input ends ("stop") or the full screen is asked for ("screen").

        "again": a setting was changed, and it is to begin again.

        The first page is read out once `opening` is done.
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
            except _Changed:
                return "again"
            except Stopped:
                dialogue.say(self._words("lines.stopped"))
            except asyncio.CancelledError:
                # Ctrl+C or a signal: say goodbye all the same, if the terminal is still open.
                with suppress(OSError):
                    dialogue.say(self._words("lines.stopped"))
                raise
        return "stop"

    @property
    def refused(self) -> int:
        """How many answers were not understood, or not taken."""
        return self._dialogue.refused

    @property
    def ended_early(self) -> bool:
        """Whether the input ended before the citizen stopped."""
        return self._dialogue.ended_early

    def asks_before_stopping(self) -> bool:
        """At Ctrl+C: whether the citizen has been asked first, because something filled in would be lost."""
        return not self._dialogue.may_stop("Ctrl+C")

    @property
    def _page(self) -> Page:
        """The page as it is now, with a portion of each long list."""
        return portioned(self._dialogue.page, self._portions, self._per_page)

    # --- a turn -------------------------------------------------------------------------------

    async def _turn(self) -> None:
        """Ask for a choice, and carry it out."""
        answer, command = await self._answer()
        if command:
            await self._command(command, answer)
        elif not answer:
            await self._dialogue.settle()
            self._say_news(asked=True)
        elif not self._matching(answer) and self._sought(answer):
            pass
        elif not self._matching(answer) and (word := self._word_to_find(answer)):
            await self._find(word)
        else:
            choice = self._chosen(answer)
            if choice is not None:
                if choice.name:
                    self._dialogue.say(self._words("lines.chosen", name=choice.name))
                await self._follow_choice(choice)

    async def _answer(self) -> tuple[str, str]:
        """The answer, and the command that it means ("" if none). Commands about time are handled here."""
        while True:
            answer = (await self._dialogue.ask(self._words("lines.choose"))).strip()
            command = command_for(answer, line_commands(screen=True), self._words)
            no_screen = command == SCREEN and not self._dialogue.screen
            named = len(answer) > 1 and any(is_whole_name(answer, item.name) for item in self._menu)
            if named or (no_screen and self._matching(answer)):
                command = ""  # a choice of the page has that name, and comes before the command
            elif no_screen:
                self._dialogue.refuse(self._words("talk.no-screen"))
                continue
            if command == "time":
                await self._dialogue.say_time()
            elif command == "extend" or self._dialogue.cut_short(answer) is not None:
                await self._dialogue.extend()
                self._mark_forms_as_read()
            else:
                return answer, command

    def _chosen(self, answer: str) -> Choice | None:
        found = self._matching(answer)
        choices = [self._menu[place] for place in found]
        items = {choice.key for choice in choices if choice.does == "choose"}
        if len({choice.name for choice in choices}) == 1 and len(items) < 2:
            # Other choices with the same name lead to the same place; the first is the page's own.
            return choices[0]
        words, answer = self._words, shortened(answer)
        if found:
            names = ", ".join(f"{place + 1}. {self._menu[place].name}" for place in found)
            self._dialogue.refuse(words("lines.ambiguous", answer=answer, names=names))
        else:
            unknown = words("lines.unknown", answer=answer, last=len(self._menu))
            self._dialogue.refuse(unknown, self._letters())
        return None

    def _matching(self, answer: str) -> list[int]:
        names = tuple(choice.name for choice in self._menu)
        buttons = tuple(choice.button for choice in self._menu)
        return matching(answer, names) or matching(answer, buttons)

    def _sought(self, answer: str) -> bool:
        """Whether a word is to be found in the page's lists; then it has been sought."""
        command, _, word = answer.partition(" ")
        word = " ".join(word.split())
        if command.casefold() != self._words("portion.find-word").casefold() or not word:
            return False
        counts = {part.id: found(part, word) for part in self._read_parts(self._dialogue.page)}
        lists = {part: count for part, count in counts.items() if count is not None}
        if not lists:
            return False
        if any(lists.values()):
            self._portions.update({part: Portion(word=word) for part, n in lists.items() if n})
            self._say_news(repeat_menu=True)
        else:
            self._dialogue.refuse(self._words("portion.not-found", word=shortened(word)))
        return True

    def _word_to_find(self, answer: str) -> str:
        """What stands after the command that finds: "kind" in "z kind" or "zoek kind"; "" if nothing does."""
        command, _, word = answer.partition(" ")
        names = (letter_of("find"), self._words("portion.find-word").casefold())
        return word.strip() if command.removeprefix(MARK).casefold() in names else ""

    def _turn_over(self, choice: Choice) -> None:
        """Read out another portion of a list."""
        start, word = self._portions.get(choice.part, Portion())
        if choice.does == "all":
            start, word = 0, ""
        else:
            start += self._per_page if choice.does == "more" else -self._per_page
        self._portions[choice.part] = Portion(max(start, 0), word)
        self._say_news(repeat_menu=True)

    async def _follow_choice(self, choice: Choice) -> None:
        if choice.does not in ("go", "set") and not self._still_there(choice):
            self._dialogue.refuse(self._words("lines.gone"))
            self._say_news(asked=True)
        elif choice.does == "open":
            self._opened = choice.part
            await self._dialogue.settle()
            self._say_block()
        elif choice.does == "close":
            self._close_block()
        elif choice.does in ("more", "earlier", "all"):
            self._turn_over(choice)
        elif choice.does == "set":
            self._change(*choice.id.split("="))
            raise _Changed
        elif choice.does == "fill":
            await self._fill(choice.part)
        elif choice.does == "choose":
            await self._do(self._journey.choose(choice.part, choice.id))
        elif choice.does == "go":
            await self._do(self._journey.act(f"go:{choice.id}"))
        else:
            await self._do(self._journey.act(choice.id))

    def _still_there(self, choice: Choice) -> bool:
        if not _same_page(self._read_out, self._page):
            return False
        return choice.key in {item.key for item in self._current_menu()}

    async def _command(self, name: str, answer: str) -> None:
        """Carry out a command; `answer` is how it was typed."""
        if name == "stop":
            if self._dialogue.may_stop(answer, answered=True):
                raise Stopped
            return
        if name == "screen":
            raise Switched
        if name == "help":
            self._dialogue.say(*self._help_lines(), self._letters())
            await self._do(self._journey.act("go:help"))
        elif name == "back" and self._opened:
            self._close_block()
        elif name == "back":
            before = self._page
            has_back = any(action.kind == "back" for action in actions_of(before))
            await self._dialogue.done(self._journey.back())
            if self._page.place == before.place and not has_back:
                self._dialogue.say(self._words("talk.first"))
            self._say_news(repeat_menu=True)
        elif name == "overview":
            await self._overview()
        elif name == "find":
            await self._find()

    def _help_lines(self) -> tuple[str, ...]:
        """The page's own help, and how line mode works."""
        page_help = self._page.help
        return (*((page_help,) if page_help else ()), self._words("lines.help"))

    async def _overview(self) -> None:
        """Offer every place that can be reached from here, and this page once more."""
        self._say_overview()
        await self._choose_elsewhere()

    async def _choose_elsewhere(self) -> None:
        """Carry out a choice of a list that took the place of the page's menu; its first leads back."""
        while True:
            answer, command = await self._answer()
            choice = self._chosen(answer) if answer and not command else self._menu[0]
            if command or choice is not None:
                break
        if command == "back":  # the page has not been left: back to it
            self._say_news()
        elif command:
            await self._command(command, answer)
        elif choice is not None and choice.does != "close":
            self._dialogue.say(self._words("lines.chosen", name=choice.name))
            await self._follow_choice(choice)
        else:
            await self._dialogue.settle()
            self._say_block()

    async def _find(self, word: str = "") -> None:
        """Ask for a word, unless there is one, and offer what is found."""
        words, dialogue = self._words, self._dialogue
        while True:
            typed, word = word or (await dialogue.ask(words("lines.find"))).strip(), ""
            command = command_for(typed, dialogue.commands, words) if typed[:1] == MARK else ""
            if command == "time":
                await dialogue.say_time()
            elif command == "extend" or dialogue.cut_short(typed) is not None:
                await dialogue.extend()
            elif command not in ("", "find"):
                await self._command(command, typed)
                return
            elif not typed:
                self._say_news(repeat_menu=True)
                return
            elif not command:
                result = find(self._page, self._journey.findings(), words, typed)
                dialogue.say(result.sentence)
                if result.choices:
                    break
        self._menu = (Choice(words("lines.again"), "close"), *result.choices)
        self._say_menu()
        await self._choose_elsewhere()

    def _say_overview(self) -> None:
        words = self._words
        self._menu = (
            Choice(words("lines.again"), "close"),
            *places(self._page, words),
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
        self._dialogue.say(words("lines.overview", title=self._page.title))
        self._say_menu()

    async def _fill(self, form_id: str) -> None:
        self._dialogue.filling = True
        try:
            await fill(self._dialogue, form_id)
        except FormLeft as left:
            self._dialogue.filling = False
            self._dialogue.say(self._words("lines.left"))
            if left.then:
                await self._command(left.then, "")
                return
            self._mark_forms_as_read()
            self._say_news(repeat_menu=True)
        else:
            self._dialogue.filling = False
            self._say_news()

    def _mark_forms_as_read(self) -> None:
        """Take forms and notices as they are now: the dialogue has read them out, so they are not news."""
        before, now = self._read_out, self._page
        if _same_page(before, now):
            others = [part for part in before.own if not isinstance(part, Form | Notice)]
            read = [part for part in now.own if isinstance(part, Form | Notice)]
            self._read_out = replace(before, parts=(*others, *read), aside=(), device=None)

    async def _do(self, work: Coroutine[Any, Any, None]) -> None:
        """Wait until this is done, and read out what it changed."""
        await self._dialogue.done(work)
        self._say_news()

    # --- reading out --------------------------------------------------------------------------

    def _say_page(self) -> None:
        """Read out the whole page and its menu."""
        if not _same_page(self._read_out, self._dialogue.page):
            self._opened = ""
            self._portions.clear()
        page = self._page
        ended = self._read_out.signed_in and not page.signed_in
        self._read_out = page
        self._dialogue.say("")
        heading, *lines = page_lines(page, self._words, self._dialogue.current_value)
        self._dialogue.say_heading(heading)
        self._dialogue.say(*lines)
        self._menu = self._current_menu()
        self._say_menu()
        if ended:
            self._on_forgotten()

    def _say_block(self) -> None:
        """Read out the open block and its menu."""
        self._read_out = self._page
        block = self._block()
        if block is None:
            self._opened = ""
            self._say_page()
            return
        self._dialogue.say(*part_lines(block, self._words, self._dialogue.current_value))
        self._menu = self._current_menu()
        self._say_menu()

    def _close_block(self) -> None:
        """Go back to the outline. The page was read out before: now only the changes and the menu are."""
        self._opened = ""
        self._say_news()

    def _say_news(self, *, asked: bool = False, repeat_menu: bool = False) -> None:
        """Read out what has changed since the page was last read out.

        With `asked` (the citizen wants to know) it also says that nothing has. The menu follows when it has
        changed, when the citizen asked, and with `repeat_menu` (other questions were asked in between).
        """
        before, now = self._read_out, self._page
        if not _same_page(before, now):
            self._say_page()
            return
        self._read_out = now
        lines, menu = self._news(before, now), self._current_menu()
        same = not lines and menu == self._menu
        self._dialogue.say(*lines)
        if (same and not repeat_menu) or (asked and not lines):
            self._dialogue.say(self._words("lines.same"))
        self._menu = menu
        if asked or repeat_menu or not same:
            self._say_menu()

    def _news(self, before: Page, now: Page) -> list[str]:
        known = {part.id: part for part in before.own}
        outline = outlined(now)
        lines = [now.news] if now.news and now.news != before.news else []
        told_outside = False
        for part in now.own:
            if _as_heard(known.get(part.id)) == _as_heard(part):
                continue
            before_it = known.get(part.id)
            if isinstance(part, Listing) and isinstance(before_it, Listing):
                lines += self._news_of_items(before_it, part)
                continue
            if part in outline and part.id != self._opened and isinstance(part, Facts):
                lines.append(self._words("lines.news", what=block_line(part, self._words)))
                continue
            said = part_lines(part, self._words, self._dialogue.current_value)
            if said and not told_outside and is_outside(now, part):
                told_outside = True
                said.insert(1, self._words("lines.outside"))
            lines += said
        return lines

    def _news_of_items(self, before: Listing, now: Listing) -> list[str]:
        """The items of a list that are in another state than before; the count, if that is another."""
        known = {item.id: item.state for item in before.items}
        changed = (item for item in now.items if known.get(item.id, item.state) != item.state)
        news = [self._words("lines.news", what=item_line(item, self._words)) for item in changed]
        if now.count != before.count:
            news += part_lines(now, self._words, self._dialogue.current_value)
        return news

    def _say_menu(self) -> None:
        self._dialogue.say("")
        self._dialogue.say(self._words.count("talk.menu", len(self._menu)))
        self._dialogue.say(*menu_lines(self._menu, self._words))
        parts = self._read_parts(self._page)
        if any(isinstance(part, SomeItems | SomeFacts) for part in parts):
            self._dialogue.say(self._words("portion.find", find=self._words("portion.find-word")))
        self._dialogue.say(self._letters())

    def _forget(self) -> None:
        """Keep nothing of a session that ended during a question.

        Of the menu stay the numbers, as they were read out, and the places: they can still be gone to.
        """
        before, account = self._read_out, self._page.who
        if not before.signed_in:
            return
        self._read_out = Page(
            id=before.id, place="", title="", parts=(), who_place=before.who_place
        )
        self._portions.clear()
        menu: list[Choice] = []
        for choice in self._menu:
            if choice.does == "go" and choice.id == before.who_place:
                name = self._words("lines.account", name=account)
                menu.append(Choice(name, "go", id=choice.id))
            else:
                kept = choice.does in ("go", "close", "set") and not choice.held
                menu.append(choice if kept else Choice("", "act"))
        self._menu = tuple(menu)
        self._on_forgotten()

    def _letters(self) -> str:
        return commands_line(self._dialogue.commands, self._words)

    # --- the open block -----------------------------------------------------------------------

    def _block(self) -> Facts | None:
        """The block that is open, if the page still has it."""
        for part in self._page.own:
            if isinstance(part, Facts) and part.id == self._opened:
                return part
        return None

    def _read_parts(self, page: Page) -> list[Part]:
        """The parts of a page that are read out whole: of an outline, only the block that is open."""
        if self._block() is not None:
            return [part for part in page.own if part.id == self._opened]
        outline = outlined(page)
        return [part for part in page.own if part not in outline]

    def _block_is_loading(self) -> bool:
        block = self._block()
        return block is not None and block.state == "loading"

    def _current_menu(self) -> tuple[Choice, ...]:
        block = self._block()
        if block is not None:
            return block_menu(block, self._page, self._words)
        return page_menu(self._page, self._words)


def _same_page(before: Page, now: Page) -> bool:
    """Whether these are the same page for the citizen, so that only its changes need reading out.

    A list, and the same list beside an item that was opened from it, are the same page.
    """
    return _identity(before) == _identity(now)


def _identity(page: Page) -> tuple[str, str, str]:
    return (page.id.partition(".")[0], page.title, page.step)


def _as_heard(part: Part | None) -> Part | None:
    """A part without what the menu has of it, of which a change is told there."""
    if isinstance(part, Listing):
        return replace(part, chosen="")
    return replace(part, actions=(), own=()) if isinstance(part, Facts) else part
