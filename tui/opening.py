"""Runs the portal on one event loop: navigator and services stay while the renderers take turns."""

import asyncio
import contextlib
import errno
import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Literal

from tui.alphabet import alphabet, shows_all_signs
from tui.backends import Backend, CannotStart, Connector, Folders
from tui.background import Background
from tui.colour_depth import colour_depth
from tui.devices.held import Devices
from tui.journey.context import Place
from tui.journey.demonstration import Demonstration
from tui.journey.navigator import Navigator
from tui.journey.places import meant
from tui.locale import Words
from tui.looks import THEMES
from tui.options import CannotFollow, CannotWrite, Options
from tui.overwriting import overwrite_freed
from tui.page.commands import COMMANDS, Command
from tui.page.offered import is_settled
from tui.portal.client import Portal
from tui.portal.errors import PortalError, SourceUnavailable

if TYPE_CHECKING:
    from tui.app import BurgerprofielApp
    from tui.lines.transcript import Transcript
    from tui.screens.page_focus import FocusPlace


_ECHO = ("linux", "dumb")
"""Terminals that show a question they do not know instead of leaving it out."""


_ENDING = (
    *(signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1, signal.SIGUSR2),
    *(signal.SIGALRM, signal.SIGVTALRM, signal.SIGPROF, signal.SIGXCPU),
)
"""What ends the program from outside, with the terminal left as it was: all that a program can answer and
that would end it anyway."""

_OF_PORTAL = ("privacy", "controllers", "contact", "account")
"""Commands that a device alone has no use for."""


class Opening:
    """Opens the portal as the options ask: on the full screen or in line mode, at the place they name.

    Line mode also writes to the `transcript`, if there is one.
    """

    def __init__(
        self,
        options: Options,
        words: Words,
        folders: Folders,
        commands: tuple[Command, ...] | None = None,
        transcript: "Transcript | None" = None,
    ) -> None:
        self._commands = COMMANDS if commands is None else commands
        if options.device:
            self._commands = tuple(one for one in self._commands if one.id not in _OF_PORTAL)
        self._options = options
        self._folders = folders
        self._transcript = transcript
        self._words = words
        self._background = Background()
        self._connector = Connector(
            Backend(
                folders=folders,
                address=options.backend,
                trust=options.trust,
                fixtures=tuple(options.fixtures),
                clock=options.clock,
                freeze=options.freeze,
                seed=options.seed or 1,
                time_limits=not options.demo,
            ),
            self._background,
        )
        self._portal = Portal(self._connector.connect)
        self._devices = Devices(folders.data, folders.keys, shared=bool(options.backend))
        self._demonstration = Demonstration(_speed(options)) if options.demo else None
        self._navigator = Navigator(
            self._portal,
            words,
            self._devices,
            demonstration=self._demonstration,
            embedded=not options.backend,
            alone=options.device,
            commands=self._commands,
        )
        self._services: asyncio.Task[None] | None = None
        self._by_itself = options.command is None and bool(options.persona or options.login)
        self._to_be_seen = contextlib.ExitStack()
        """Closed when what is asked for can be seen."""
        self._still = options.freeze
        self._overwriting: asyncio.Task[None] | None = None
        self._asked_ground = False
        self._left_at: tuple[str, FocusPlace | None] | None = None
        """Where the focus was in the full screen that begins again; None if none does."""
        self._began_at = ""
        self._ending = False
        self._signal = 0
        self.refused = 0
        """How many answers line mode did not understand, or take."""
        self.ended_early = False
        """Whether line mode's input ended before the citizen stopped."""

    async def run(self) -> int:
        """Show the portal until the citizen stops. Raises CannotStart, CannotFollow or CannotWrite.

        Returns the number of the signal that ended it, or that would have: a terminal that was closed counts
        as SIGHUP, a pipe that nobody reads any more as SIGPIPE. 0 if the citizen stopped, or the input did.
        """
        with self._ended_by_signals():
            try:
                if self._options.page:
                    place = self._options.page
                    like = meant(Place.parse(place), None)  # what the services know comes later
                    if like is not None:
                        raise CannotFollow("page" if like else "no-page", place, like)
                    self._navigator.begin(place)
                self._began_at = self._navigator.page.place
                lines, chosen = bool(self._why_lines()), False
                if not lines:
                    self._tell_of_lines()
                    self._open_by_itself()
                while True:
                    why = self._words("lines.why.chosen") if chosen else self._why_lines()
                    left = await (self._lines(why) if lines else self._screen())
                    if left in ("stop", "gone"):
                        break
                    if left != "again":
                        lines, chosen = left == "lines", True
                if left == "gone" and not self._signal:
                    self._signal = signal.SIGHUP
            except asyncio.CancelledError:
                if not self._signal:  # Ctrl+C: `asyncio.run` makes a KeyboardInterrupt of it
                    raise
            finally:
                self._ending = True
                await self._close()
                _let_go()
        return self._signal

    @contextlib.contextmanager
    def _ended_by_signals(self) -> Iterator[None]:
        """A closed terminal (SIGHUP), SIGTERM and SIGQUIT (Ctrl+\\) end the program like the command to stop.

        Either may come more than once, and while the program is closing: it closes once, and completely.
        """
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task is not None

        def end(number: int) -> None:
            self._signal = self._signal or number
            if not self._ending:
                self._ending = True
                task.cancel()

        for number in _ENDING:
            loop.add_signal_handler(number, end, number)
        try:
            yield
        finally:
            for number in _ENDING:
                loop.remove_signal_handler(number)

    # --- the two renderers --------------------------------------------------------------------

    def _why_lines(self) -> str:
        """The reason for line mode, as a phrase; "" for the full screen."""
        words = self._words
        if self._options.lines:
            return words("lines.why.option")
        if self._transcript is not None:
            return words("talk.why.transcript")
        for name in ("BURGERPROFIEL_LINES", "ACCESSIBLE"):
            if os.environ.get(name):
                return words("lines.why.setting", name=name)
        if not _in_terminal():
            return words("lines.why.no-terminal")
        if _dumb():
            return words("lines.why.dumb")
        return ""

    def _tell_of_lines(self) -> None:
        """Print how to get line mode, before the full screen covers the terminal's usual screen."""
        with contextlib.suppress(
            OSError
        ):  # the terminal was closed, which also ends the full screen
            print(self._words("talk.hint"), flush=True)

    async def _lines(self, why: str) -> str:
        from tui.lines.conversation import Conversation
        from tui.lines.dialogue import Awaited
        from tui.lines.portions import PER_PAGE
        from tui.lines.terminal import Terminal

        record = self._transcript
        shown = sys.stdin.isatty() and sys.stdout.isatty()
        terminal = Terminal(
            sys.stdin.fileno(),
            sys.stdout,
            encoding=alphabet(sys.stdout, os.environ),
            language=self._words.language,
            record=record,
            edits=shown and not _dumb(),
            pauses=shown and self._options.pauses != "off",
        )
        conversation = Conversation(
            self._navigator,
            terminal,
            why,
            note=self._words("transcript.kept", path=record.path) if record else "",
            screen=_in_terminal() and not _dumb(),
            per_page=self._options.per_page or PER_PAGE,
            on_forgotten=self._overwrite,
            awaited=Awaited(
                still=lambda: self._still,
                asking=lambda: self._portal.asking,
                expected=lambda: self._navigator.fetching,
            ),
            change=self._change,
            demonstration=self._demonstration,
        )
        self._navigator.explain_looks("")
        if self._services is None:  # which then collect garbage again
            self._services = asyncio.create_task(self._begin(screen=False))
        with _asked_before_interrupt(conversation.asks_before_stopping):
            left = await conversation.run(self._services)
        self.refused += conversation.refused
        self.ended_early = conversation.ended_early
        if terminal.lost is None:
            return left
        if isinstance(terminal.lost, BrokenPipeError):
            self._signal = signal.SIGPIPE
        elif terminal.lost.errno != errno.EIO:  # which is a terminal that was closed
            raise CannotWrite(terminal.lost.strerror or "")
        return "gone"

    async def _screen(self) -> str:
        few = self._few_colours()
        from tui.app import BurgerprofielApp
        from tui.textual_fixes.drawn import forget_drawn
        from tui.textual_fixes.terminal import ScreenTerminal
        from tui.widgets.theme import no_color

        app = BurgerprofielApp(
            self._navigator,
            self._words,
            commands=self._commands,
            on_first_paint=lambda: self._painted(app),
            on_pressed=self._pressed,
            on_forgotten=self._overwrite,
            theme=self._options.theme or self._options.ground or THEMES[0],
            remember=self._change,
            on_status=self._navigator.keep,
            on_ground=None if few or no_color(os.environ) else self._ground(),
            no_color=no_color(os.environ),
            few_colours=few,
            motion=self._options.motion,
            mouse=self._options.mouse != "off",
            ascii_only=not shows_all_signs(alphabet(sys.__stderr__, os.environ)),
            left_at=self._left_at,
            driver_class=None if "TEXTUAL_DRIVER" in os.environ else ScreenTerminal,
        )
        self._left_at = None  # it names a place, which must not outlive the session
        self._navigator.explain_looks(app.why_no_colours)
        try:
            left = await app.run_async(mouse=self._options.mouse != "off")
        finally:
            forget_drawn()  # the session may go on in line mode, which knows nothing of this
            _collect_again()
        if self._services is not None and self._services.done():
            self._services.result()
        if app.failure is not None:
            raise app.failure
        task = asyncio.current_task()
        if (
            task is not None and task.cancelling()
        ):  # by a signal, which Textual takes for its usual end
            raise asyncio.CancelledError
        if left == "again":
            self._left_at = app.left_at
            self._change(*app.wish)
        return left or "stop"

    def _pressed(self, key: str) -> bool:
        """A key was pressed on the full screen; returns whether it was for the demonstration alone."""
        self._background.pressed()
        return self._demonstration is not None and self._demonstration.pressed(key)

    def _few_colours(self) -> bool:
        """Whether to keep to the terminal's own colours, and tell Textual how many there are.

        A theme that was asked for wins over what is only guessed of the terminal.
        """
        depth = colour_depth(os.environ)
        # Textual reads it once, when it is imported.
        os.environ.setdefault("TEXTUAL_COLOR_SYSTEM", "256" if depth == "few" else depth)
        return depth == "few" and not self._options.theme_asked

    def _ground(self) -> Callable[[bool], None] | None:
        """What to do with the terminal's background if it tells; None where there is no reason to ask.

        It is asked once a run, if no theme was chosen; what it tells counts from the next start.
        """
        if self._asked_ground or self._options.theme or os.environ.get("TERM") in _ECHO:
            return None
        self._asked_ground = True
        return self._keep_ground

    def _keep_ground(self, dark: bool) -> None:
        told = "dark" if dark else "light"
        if told != self._options.ground and not self._options.theme:
            self._store("background", told)

    def _overwrite(self) -> None:
        """A session has ended, and nothing refers any more to what was fetched in it."""
        self._overwriting = asyncio.create_task(overwrite_freed())

    def _change(self, setting: str, value: str) -> bool:
        """Change a setting and store it; False if it cannot be stored, and lasts until the program ends.

        The colours have been changed already; anything else shows when a renderer begins again.
        """
        kept = self._store(setting, value)
        if setting == "theme":
            self._options.theme, self._options.theme_asked = value, True
            return kept
        if setting == "language":
            self._words = Words(value)
            self._navigator.speak(self._words)
        elif setting == "motion":
            self._options.motion = value == "on"
        else:
            self._options.mouse = value
        chosen = self._words(
            f"menu.{setting}.chosen" if setting == "language" else f"menu.{setting}.{value}.chosen"
        )
        said = chosen if kept else f"{chosen} {self._words('colours.not-kept')}"
        self._navigator.keep(said)
        self._navigator.tell(said)
        return kept

    def _store(self, setting: str, value: str) -> bool:
        from msgspec.structs import replace

        from tui import settings

        config = self._folders.config
        try:
            settings.save(config, replace(settings.load(config), **{setting: value}))
        except OSError:
            return False
        return True

    def _painted(self, app: "BurgerprofielApp") -> None:
        """The first page has been painted: start the services, unless an earlier renderer has."""
        if self._services is None:  # which then collect garbage again
            self._services = asyncio.create_task(self._begin(screen=True))
            self._services.add_done_callback(
                lambda task: None if task.cancelled() or not task.exception() else app.exit("stop")
            )

    # --- opening and closing ------------------------------------------------------------------

    def _open_by_itself(self) -> None:
        """If the options sign somebody in, let the first page of the full screen say that it is not all."""
        if self._by_itself:
            self._to_be_seen.enter_context(self._navigator.opening())

    async def _begin(self, *, screen: bool) -> None:
        """Start the services and follow the deep link. Raises CannotStart or CannotFollow.

        `screen`: this is for the full screen.
        """
        options, demonstration = self._options, self._demonstration
        with self._to_be_seen:
            await self._services_ready()
            if demonstration is not None and demonstration.tells:
                self._to_be_seen.close()
            if self._by_itself:
                await self._follow()
        if self._by_itself and screen:
            await self._first_of_all()
        await load_ahead(self._background, screen=screen)
        if options.device:
            await self._hold(options.device)
            return
        if not self._by_itself and self._navigator.page.place == self._began_at:
            await self._follow()
            if not options.page:
                await self._navigator.look_ahead()
        await self._tell_of_due()
        if screen and options.warnings:
            # They were printed on the usual screen, which the full screen covered at once.
            self._navigator.warn(options.warnings)

    async def _services_ready(self) -> None:
        """Start the services, let fail what is to fail, and hear what time it is. Raises CannotStart."""
        options = self._options
        try:
            await self._portal.ready()
        except SourceUnavailable as error:
            raise error.__cause__ or error from None
        _collect_again()
        for number, fault in enumerate(options.fault, 1):
            await self._portal.set_fault(f"option-{number}", fault)
        with contextlib.suppress(PortalError):
            clock = await self._portal.clock()
            self._navigator.hear_time(clock.now)
            if options.backend:
                self._still = clock.frozen

    async def _follow(self) -> None:
        """Go where the options say, as whom they say. Raises CannotFollow."""
        from tui.deep_link import follow

        options = self._options
        await follow(
            self._navigator,
            self._devices,
            person=options.persona,
            method=options.login,
            place=options.page,
            demo=options.demo,
        )

    async def _first_of_all(self) -> None:
        """Let the page that was asked for come and be drawn, before anything is loaded for others."""
        from tui.journey.walk import Stopped, until

        with contextlib.suppress(Stopped):
            await until(self._navigator, is_settled)
        self._background.pressed()

    async def _hold(self, device: 'Literal["phone", "card"]') -> None:
        """Look at somebody's device. Raises CannotFollow, or CannotStart where nobody to trust answers."""
        from tui.deep_link import hold

        person = self._options.persona
        try:
            await hold(device, self._navigator, self._devices, self._portal, person)
        except PortalError as error:
            why = "not-trusted" if error.reason == "notTrusted" else "nobody-serves"
            raise CannotStart(why, self._options.backend) from error

    async def _tell_of_due(self) -> None:
        """Say that profiles are due to be erased, and wait because the clock was moved."""
        try:
            due = await self._portal.due()
        except PortalError:
            return  # not what anybody asked for
        if due:
            words = self._words
            self._navigator.caution(words.count("due.told", len(due)), words("due.told.way"))

    async def _close(self) -> None:
        async with contextlib.AsyncExitStack() as stack:
            stack.push_async_callback(self._connector.close)
            stack.push_async_callback(self._portal.close)
            stack.push_async_callback(self._navigator.close)
            for task in (self._services, self._overwriting):
                if task is not None:
                    task.cancel()
                    await asyncio.gather(task, return_exceptions=True)


@contextlib.contextmanager
def _asked_before_interrupt(asks: Callable[[], bool]) -> Iterator[None]:
    """Ctrl+C stops as usual, unless `asks` says that the citizen has been asked first."""
    loop, usual = asyncio.get_running_loop(), signal.getsignal(signal.SIGINT)

    def interrupt() -> None:
        if not asks() and callable(usual):
            usual(signal.SIGINT, None)

    loop.add_signal_handler(signal.SIGINT, interrupt)
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGINT)
        signal.signal(signal.SIGINT, usual)


def _speed(options: Options) -> str:
    """How fast a demonstration goes on: at once where nobody looks on."""
    return options.speed or ("normal" if sys.stdout.isatty() else "fast")


def _in_terminal() -> bool:
    """Whether somebody types and reads here; stderr counts too, for Textual draws on it."""
    return sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()


def _dumb() -> bool:
    """Whether the terminal can only print lines."""
    return os.environ.get("TERM", "dumb") in ("dumb", "")


_SEALING = (
    "tui.portal.sealed",
    "cryptography.hazmat.primitives.asymmetric.x25519",
    "cryptography.hazmat.primitives.hpke",
)
"""What the first sign-in makes its key with."""


async def load_ahead(background: Background, *, screen: bool = True) -> None:
    """Import what a first visit would wait for: all pages, and for the full screen their widgets."""
    await background.run(lambda: _load(screen))
    _collect_again()  # a garbage collection of all that would delay keys by 60 ms


def _load(screen: bool) -> None:
    from tui.journey.registry import pages

    for _ in pages():
        pass
    for module in _SEALING:
        import_module(module)
    if screen:
        for view in ("facts", "form", "listing", "notice", "timeline"):
            import_module(f"tui.widgets.{view}")


def _collect_again() -> None:
    """Resume garbage collection, without the modules imported so far, which never become garbage."""
    gc.freeze()
    gc.enable()


def _let_go() -> None:
    """Discard what a closed terminal or pipe did not take, so that Python does not try again at exit."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
