"""The command `burgerprofiel`: parses the command line, wires the parts together and runs them."""

import codecs
import contextlib
import io
import os
import sys

TYPE_CHECKING = False  # as in typing, whose import alone would cost half of what --help may take
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from tui.backends import Folders
    from tui.lines.transcript import Transcript
    from tui.locale import Words
    from tui.options import Options
    from tui.page.commands import Command

DONE, FAILED, WRONG_USE = 0, 1, 2
"""Exit codes of a program that ends by itself.

On the full screen Ctrl+C is a key for the command to stop, like F10: that ends with DONE.
"""

INTERRUPTED, UNREAD = 128 + 2, 128 + 13
"""What a shell gives for a program that a signal ended: 128 and its number, here of SIGINT and SIGPIPE.

As numbers, because the module `signal` is not needed for --help.
"""


def program() -> int:
    """The command as a process of its own, which leaves nothing of itself where others could read it."""
    from tui.process import for_the_owner_alone, with_standard_streams

    with_standard_streams()
    for_the_owner_alone()
    return main()


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line asks; returns the exit code. Messages go to stderr, results to stdout."""
    import warnings

    missing: list[str] = []
    with warnings.catch_warnings():
        usual = warnings.showwarning

        def show(
            message: Warning | str,
            category: type[Warning],
            filename: str,
            lineno: int,
            file: "TextIO | None" = None,
            line: str | None = None,
        ) -> None:
            from tui.catalogue import MissingWords

            if issubclass(category, MissingWords):
                missing.append(str(message))
            else:
                usual(message, category, filename, lineno, file, line)

        warnings.showwarning = show
        try:
            return _main(sys.argv[1:] if arguments is None else arguments)
        finally:
            # Each once, and only after the full screen, which would cover them, has been left.
            for sentence in dict.fromkeys(missing):
                _tell(sentence)


def _main(arguments: list[str]) -> int:
    try:
        from tui.catalogue import Catalogue, NoCatalogue, language_of
        from tui.options import CannotWrite, early, parse

        asked = early(arguments, "--language")
        language = language_of(asked, "", os.environ)
        _spell(language)
        try:
            options = parse(arguments, Catalogue(language))
        except SystemExit:  # the help or the version was asked for, or something is wrong
            sys.stdout.flush()
            raise
        code = _do(options)
        sys.stdout.flush()
        return code
    except BrokenPipeError:  # whoever read the lines has enough of them (`| head -1`)
        _discard_output()
        return UNREAD
    except KeyboardInterrupt:  # before the next, because NoCatalogue may not have been imported yet
        return INTERRUPTED
    except NoCatalogue as error:
        _tell(str(error))
        return FAILED
    except CannotWrite as error:
        return _unwritten(language, str(error))
    except OSError as error:
        if error.filename is not None:
            raise
        return _unwritten(language, error.strerror or "")


def _unwritten(language: str, problem: str) -> int:
    """Tell that what was said could not be written, as on a full disk; returns the exit code."""
    from tui.catalogue import Catalogue

    _discard_output()
    _tell(Catalogue(language)("cli.cannot-write", problem=problem))
    return FAILED


def _discard_output() -> None:
    """Let what was not taken go nowhere, or Python would try again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _spell(language: str) -> None:
    """Let stdout and stderr replace what they cannot show, as is usual in `language`, instead of failing."""
    from tui.alphabet import alphabet

    def spell(error: UnicodeError) -> tuple[str, int]:
        from tui.lines.spelling import spelled  # not needed if everything can be shown

        assert isinstance(error, UnicodeEncodeError)
        return spelled(error.object[error.start : error.end], "ascii", language), error.end

    codecs.register_error("spelled", spell)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=alphabet(stream, os.environ), errors="spelled")


def _do(options: "Options") -> int:
    from tui.backends import CannotStart, Folders
    from tui.catalogue import language_of
    from tui.locale import Words
    from tui.settings import load

    _forget_what_is_no_folder()
    folders = Folders.of(options.home)
    settings = load(folders.config)
    words = Words(language_of(options.language, settings.language, os.environ))
    _spell(words.language)
    if settings.problem:
        _warn(options, words("cli.settings", problem=settings.problem))
    asked = {
        "language": options.language,
        "theme": options.theme,
        "pauses": options.pauses,
        "per_page": options.per_page,
    }
    if options.remember and any(asked.values()):
        from msgspec.structs import replace

        from tui.settings import save

        try:
            save(folders.config, replace(settings, **{k: v for k, v in asked.items() if v}))
        except OSError as error:
            _warn(options, words("cli.not-remembered", problem=error.strerror))
    options.theme_asked = bool(options.theme)
    options.theme = options.theme or settings.theme
    options.ground = settings.background
    options.pauses = options.pauses or settings.pauses
    options.per_page = options.per_page or settings.per_page
    options.motion = options.motion or settings.motion == "on"
    options.mouse = options.mouse or settings.mouse
    try:
        if options.device:
            _join(options, folders)
        elif options.command is not None:
            return _command(options, words, folders)
        commands = _commands(options, words, folders)
        if options.fixtures:
            from tui.people import mistakes

            for sentence in mistakes(options, words):
                _warn(options, sentence)
        if options.demo and options.home is None:
            with _temporary() as home:
                return _portal(options, words, home, commands)
        return _portal(options, words, folders, commands)
    except CannotStart as error:
        _tell(words(f"cli.cannot-start.{error.reason}", what=error.what, whole=error.whole))
        return FAILED


def _command(options: "Options", words: "Words", folders: "Folders") -> int:
    """Carry out a command other than opening the portal; returns the exit code. Raises CannotStart."""
    if options.command == "accessibility":
        from tui.accessibility import statement

        for line in statement(words):
            print(line)
        return DONE
    if options.command == "people":
        from tui.people import run

        return run(options, words)
    if options.command == "serve":
        return _serve(options, words, folders)
    if options.command == "receipt":
        from tui.backends import Backend, CannotStart
        from tui.receipt import verify

        if not (options.backend or folders.known):
            raise CannotStart("no-home", "")
        backend = Backend(
            folders=folders, address=options.backend, trust=options.trust, published_only=True
        )
        return verify(options.file, backend, words, as_json=options.json)
    if options.command == "card":
        return _card(options, words, folders)
    if options.command == "pages":
        from tui.backends import Backend
        from tui.page_list import print_pages

        with _temporary() as home:
            backend = Backend(
                folders=home,
                address=options.backend,
                trust=options.trust,
                fixtures=tuple(options.fixtures),
                published_only=True,
            )
            return print_pages(backend, words, as_json=options.json)
    if options.command == "erase":
        return _erase(options, words, folders)
    from tui.reset import reset

    return reset(folders, words, sure=options.yes)


def _forget_what_is_no_folder() -> None:
    """Take a variable that is empty or relative as not set (XDG Base Directory Specification)."""
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        if not os.path.isabs(os.environ.get(name, "/")):
            del os.environ[name]


@contextlib.contextmanager
def _temporary() -> "Iterator[Folders]":
    """Folders for this run alone. Raises CannotStart where not even these can be made."""
    import tempfile
    from pathlib import Path

    from tui.backends import CannotStart, Folders

    try:
        home = tempfile.TemporaryDirectory(prefix="burgerprofiel-")
    except OSError as error:
        raise CannotStart("home", os.environ.get("TMPDIR", "/tmp")) from error
    with home as name:
        yield Folders.of(Path(name))


def _card(options: "Options", words: "Words", folders: "Folders") -> int:
    """Show an identity card, or draw it: one of this home where there is one.

    The home is not changed otherwise, and only made for a picture, which is to be good for its desks later.
    """
    from msgspec.structs import replace

    from tui.backends import Backend
    from tui.card import draw, show

    backend = Backend(
        folders=folders,
        address=options.backend,
        trust=options.trust,
        fixtures=tuple(options.fixtures),
        clock=options.clock,
        cards_only=True,
    )
    if options.subcommand == "picture":
        if not options.backend:
            folders.prepare()
        return draw(options.persona, backend, words, options.folder)
    if options.backend or (folders.known and folders.keys.is_dir()):
        return show(options.persona, backend, words, as_json=options.json)
    with _temporary() as home:
        backend = replace(backend, folders=home)
        return show(options.persona, backend, words, as_json=options.json)


def _erase(options: "Options", words: "Words", folders: "Folders") -> int:
    """Erase what is due; where nothing was ever kept, nothing is made."""
    from tui.backends import Backend, CannotStart
    from tui.erase import erase_due

    if not (options.backend or folders.known):
        raise CannotStart("no-home", "")
    if not options.backend and not folders.data.is_dir():
        print(words("cli.erase.nothing"))
        return DONE
    backend = Backend(
        folders=folders, address=options.backend, trust=options.trust, clock=options.clock
    )
    return erase_due(backend, words, sure=options.yes)


def _join(options: "Options", folders: "Folders") -> None:
    """Take the services of `burgerprofiel serve` with this home, unless others are named.

    Elsewhere, as on another port, what this home was served with is trusted if nothing else is.

    Raises CannotStart if none was ever served.
    """
    from tui.backends import CannotStart, trust_of
    from tui.options import PORT

    options.page = options.device
    served = trust_of(folders)
    if not options.backend:
        options.backend, options.trust = f"https://localhost:{PORT}", served
        if not served.is_file():
            raise CannotStart("nobody-serves", options.backend)
    elif options.trust is None and served.is_file():
        options.trust = served


def _serve(options: "Options", words: "Words", folders: "Folders") -> int:
    """Serve all parties until a signal ends it; returns 128 and its number."""
    from tui.backends import Backend
    from tui.serve import serve

    folders.prepare()
    if options.fixtures:
        from tui.people import mistakes

        for sentence in mistakes(options, words):
            _tell(sentence)
    backend = Backend(
        folders=folders,
        fixtures=tuple(options.fixtures),
        clock=options.clock,
        freeze=options.freeze,
        seed=options.seed or 1,
        time_limits=not options.no_time_limits,
    )
    return 128 + serve(backend, options.port, words, quiet=options.quiet)


def _commands(
    options: "Options", words: "Words", folders: "Folders"
) -> "tuple[Command, ...] | None":
    """The commands with the keys from the citizen's own file; None if there is no such file."""
    path = options.keymap or folders.config / "keymap.toml"
    if not os.path.lexists(path):
        return None
    from tui.keymap_file import load

    commands, wrong = load(path, words)
    for sentence in wrong:
        _warn(options, sentence)
    return commands


def _portal(
    options: "Options",
    words: "Words",
    folders: "Folders",
    commands: "tuple[Command, ...] | None",
) -> int:
    """Open the portal, and save the transcript that was asked for, however the portal ends."""
    if options.transcript is None:
        return _opened(options, words, folders, commands, None)
    from tui.lines.transcript import CannotKeep, Transcript

    try:
        transcript = Transcript(options.transcript, words)
    except CannotKeep as error:
        _tell(words(f"transcript.{error.reason}", path=error.path))
        return WRONG_USE
    kept = DONE
    try:
        code = _opened(options, words, folders, commands, transcript)
    finally:
        try:
            transcript.save()
        except OSError:
            _tell(words("transcript.lost", path=transcript.path))
            kept = FAILED
    return code or kept


def _opened(
    options: "Options",
    words: "Words",
    folders: "Folders",
    commands: "tuple[Command, ...] | None",
    transcript: "Transcript | None",
) -> int:
    """Open the portal; returns the exit code."""
    import gc

    gc.disable()  # until all is imported: collecting garbage would take a tenth of the start-up time
    import asyncio

    folders.prepare()
    if os.environ.get("NO_COLOR") == "":
        del os.environ["NO_COLOR"]  # an empty value means that it is not set (no-color.org)
    from tui.backends import CannotStart
    from tui.catalogue import NoCatalogue
    from tui.opening import Opening
    from tui.options import CannotFollow, CannotWrite

    opening = Opening(options, words, folders, commands, transcript)
    try:
        ended_by = asyncio.run(opening.run())
    except (KeyboardInterrupt, CannotStart, CannotWrite, NoCatalogue):
        raise
    except CannotFollow as error:
        known = ", ".join(error.known)
        said = words(f"cli.cannot-follow.{error.reason}", what=error.what, known=known)
        _tell(f"{error.sentence} {said}".strip())
        return WRONG_USE if error.known or error.reason == "no-page" else FAILED
    except Exception as error:  # anything unforeseen: a sentence and a report, no traceback
        from tui.crash import report

        path = report(error, folders.data)
        _tell(words("cli.crash", path=path) if path else words("cli.crash.no-log"))
        return FAILED
    if ended_by:
        return 128 + ended_by
    if options.strict and opening.refused:
        _tell(words.count("cli.strict.refused", opening.refused))
        return FAILED
    if options.strict and opening.ended_early:
        _tell(words("cli.strict.ended-early"))
        return FAILED
    return DONE


def _warn(options: "Options", sentence: str) -> None:
    """Print this now, and show it again on the full screen, which will cover it."""
    _tell(sentence)
    options.warnings += (sentence,)


def _tell(sentence: str) -> None:
    from tui.options import tell

    tell(sentence)


if __name__ == "__main__":
    sys.exit(program())
