"""The command line of `burgerprofiel`: its options and commands, and the messages for wrong use.

Imports only what `--help` needs, so that `--help` answers before anything heavy is loaded.
"""

from __future__ import annotations

import argparse
import os
import sys

from tui.catalogue import LANGUAGES
from tui.looks import SPEEDS, THEMES
from tui.pages import sign_in

TYPE_CHECKING = False  # as in typing, whose import alone would cost half of what --help may take
if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path
    from typing import Any, Literal, NoReturn

    from tui.portal.models import Fault

    Say = Callable[..., str]

WIDEST = 78
"""Characters per line of help."""

VERSION = "0.1.0"
"""The same as in pyproject.toml; reading it from the installed package's metadata is slow."""


ON_OFF = ("on", "off")

TRANSCRIPTS = (".txt", ".html", ".json")
"""The suffixes that a transcript may have; `tui.lines.transcript` writes these formats."""


PORT = 8443
"""Where services listen unless another port is asked for."""


class CannotFollow(Exception):
    """The link leads nowhere.

    `reason` is a code; `what` says what was named, `known` what there is. `sentence` is the sentence in which
    the page said what went wrong, "" where it said nothing.
    """

    def __init__(
        self, reason: str, what: str, known: tuple[str, ...] = (), sentence: str = ""
    ) -> None:
        super().__init__(reason)
        self.sentence = sentence
        self.reason = reason
        self.what = what
        self.known = known


class CannotWrite(Exception):
    """What is said cannot be written, such as to a full disk; the message is the system's own."""


class Options(argparse.Namespace):
    """The parsed command line.

    `command` is None to open the portal, "reset", "erase", "accessibility", "people" with its `subcommand`
    "check", "serve", "phone", "card" alone or with "show" or "picture", or "receipt" with "verify". Of
    "people" the others are "new" and "schema". `seed` is 0 if none was given; so are `per_page`, and ""
    `pauses`.
    """

    command: str | None = None
    subcommand: str = ""
    folders: list[Path]
    folder: Path
    file: Path
    json: bool = False
    born: str = ""
    sex: str = ""
    name: str = ""
    municipality: str = ""
    card: bool = False
    company: bool = False
    into: Path | None = None
    what: str = "person"
    lines: bool = False
    transcript: Path | None = None
    language: str = ""
    theme: str = ""
    theme_asked: bool = False
    """Whether it was asked for in this run, and not only kept from an earlier one; not an option."""
    ground: str = ""
    """The terminal's background, as it told it in an earlier run: "dark", "light" or ""; not an option."""
    motion: bool = False
    mouse: str = ""
    pauses: str = ""
    per_page: int = 0
    remember: bool = False
    persona: str = ""
    login: str = ""
    page: str = ""
    backend: str = ""
    trust: Path | None = None
    fixtures: list[Path]
    fault: list[Fault]
    home: Path | None = None
    keymap: Path | None = None
    clock: datetime | None = None
    freeze: bool = False
    seed: int = 0
    demo: bool = False
    speed: str = ""
    strict: bool = False
    port: int = PORT
    quiet: bool = False
    no_time_limits: bool = False
    yes: bool = False
    warnings: tuple[str, ...] = ()
    """Sentences about what was wrong before the portal opened; not an option."""

    @property
    def device(self) -> Literal["", "phone", "card"]:
        """The device to open alone; "" for none."""
        if self.command == "card":
            return "" if self.subcommand else "card"
        return "phone" if self.command == "phone" else ""


_ARGPARSE = {
    "usage: ": "usage",
    "positional arguments": "positional",
    "options": "options",
    "argument %(argument_name)s: %(message)s": "argument",
    "the following arguments are required: %s": "required",
    "unrecognized arguments: %s": "unrecognized",
    "expected one argument": "expected-one",
    "ignored explicit argument %r": "no-value",
    "not allowed with argument %s": "not-with",
    "invalid choice: %(value)r (choose from %(choices)s)": "invalid-choice",
    "invalid %(type)s value: %(value)r": "invalid-value",
}
"""argparse's own messages, and the keys of ours."""


def parse(arguments: list[str], say: Say) -> Options:
    """The options in these arguments. Help, version and wrong use are printed, and raise SystemExit."""
    # argparse looks up its messages in gettext's global domain; ours are in our own catalogue.
    module = vars(argparse)
    usual = module["_"]
    module["_"] = lambda text: say(f"cli.argparse.{_ARGPARSE[text]}") if text in _ARGPARSE else text
    try:
        return _parsed(arguments, _parser(say))
    finally:
        module["_"] = usual  # another command in this process may use another language


def _parsed(arguments: list[str], parser: _Parser) -> Options:
    say = parser.say
    # argparse would take what follows an option that it does not know for a command, and name only that.
    unknown = [
        one
        for one in arguments
        if one.startswith("--") and one.partition("=")[0] not in parser.known
    ]
    if unknown and "--" not in unknown and not any(" " in one for one in unknown):
        parser.error(say("cli.argparse.unrecognized") % " ".join(unknown))
    options = parser.parse_args(arguments, namespace=Options(fixtures=[], fault=[], folders=[]))
    if options.backend:
        for name in ("clock", "fault", "fixtures", "freeze", "seed"):
            if getattr(options, name):
                parser.error(say("cli.wrong.with-backend", option=f"--{name}"))
    elif options.trust is not None:
        parser.error(say("cli.wrong.trust-alone"))
    if options.device and not options.persona:
        parser.error(say("cli.argparse.required") % "--persona")
    if options.speed and not options.demo:
        parser.error(say("cli.wrong.speed-alone"))
    if options.subcommand == "check" and not (options.folders or options.fixtures):
        parser.error(say("cli.argparse.required") % say("cli.value.folder"))
    if options.subcommand == "new" and not options.company:
        missing = [f"--{name}" for name in ("born", "sex") if not getattr(options, name)]
        if missing:
            parser.error(say("cli.argparse.required") % ", ".join(missing))
    return options


def early(arguments: list[str], option: str) -> str:
    """The value of one option, before the arguments can be parsed; "" if it is not given."""
    for place, argument in enumerate(arguments):
        if argument.startswith(f"{option}="):
            return argument.partition("=")[2]
        if argument == option and place + 1 < len(arguments):
            return arguments[place + 1]
    return ""


def tell(sentence: str) -> None:
    """Print this on stderr, without control characters: it may quote a file or a link."""
    if not sentence.isprintable():
        from tui.portal.cleaning import clean  # rarely needed

        sentence = clean(sentence)
    print(sentence, file=sys.stderr)


class _Parser(argparse.ArgumentParser):
    """Reports wrong use in the citizen's language. Options that are not given keep their default."""

    say: Say
    known: set[str]
    """The options of this program and of all its commands."""

    def error(self, message: str) -> NoReturn:
        tell(self.say("cli.wrong", message=message))
        raise SystemExit(2)

    def _print_message(self, message: str, file: Any = None) -> None:
        # argparse's own passes over a disk that is full.
        (file or sys.stdout).write(message)


_OF_DEVICE = (
    *("--lines", "--transcript", "--language", "--theme", "--motion", "--mouse", "--pauses"),
    *("--per-page", "--remember", "--home", "--keymap", "--backend", "--trust"),
)
"""The options of a device in a terminal of its own, besides whose it is."""

_USUAL: dict[str, Any] = {
    "allow_abbrev": False,
    "add_help": False,
    "argument_default": argparse.SUPPRESS,
    # A fixed width: looking up the terminal's would import shutil, and with it all compressors.
    "formatter_class": lambda prog: argparse.HelpFormatter(prog, width=WIDEST),
}


def _parser(say: Say) -> _Parser:
    folder: dict[str, Any] = {
        "metavar": say("cli.value.folder"),
        "type": _existing(say, os.path.isdir, "folder", "no-folder"),
    }
    existing = _existing(say, os.path.isfile, "file")
    options: dict[str, dict[str, Any]] = {
        "--version": {"action": "version", "version": VERSION},
        "--lines": {"action": "store_true"},
        "--transcript": {"metavar": say("cli.value.file"), "type": _transcript(say)},
        "--language": {"choices": LANGUAGES},
        "--theme": {"choices": THEMES},
        "--motion": {"action": "store_true"},
        "--mouse": {"choices": ON_OFF},
        "--pauses": {"choices": ON_OFF},
        "--per-page": {"metavar": "N", "type": _number(say)},
        "--remember": {"action": "store_true"},
        "--persona": {"metavar": "ID"},
        "--login": {"choices": sign_in.METHOD_IDS},
        "--page": {"metavar": say("cli.value.place")},
        "--backend": {"metavar": "URL", "type": _address(say)},
        "--trust": {"metavar": "PEM", "type": existing},
        "--fixtures": {**folder, "action": "append"},
        "--fault": {"metavar": say("cli.value.fault"), "type": _fault(say), "action": "append"},
        "--home": {"metavar": say("cli.value.folder"), "type": _named(say)},
        "--keymap": {"metavar": "TOML", "type": existing},
        "--clock": {"metavar": "ISO", "type": _moment(say)},
        "--freeze": {"action": "store_true"},
        "--seed": {"metavar": "N", "type": _number(say)},
        "--demo": {"action": "store_true"},
        "--speed": {"choices": SPEEDS},
        "--strict": {"action": "store_true"},
        "--yes": {"action": "store_true"},
    }

    made: list[_Parser] = []

    def add(parser: _Parser, *names: str) -> None:
        parser.say = say
        made.append(parser)
        parser.add_argument("-h", "--help", action="help", help=say("cli.help.help"))
        for name in names:
            parser.add_argument(name, help=say(f"cli.help.{name[2:]}"), **options[name])

    def under(parser: _Parser, dest: str, *names: str, required: bool = False) -> list[_Parser]:
        commands = parser.add_subparsers(
            dest=dest, metavar=say("cli.value.command"), prog=parser.prog, required=required
        )
        return [
            commands.add_parser(
                name, help=(does := say(f"cli.help.{name}")), description=does, **_USUAL
            )
            for name in names
        ]

    parser = _Parser(
        "burgerprofiel", description=say("cli.description"), epilog=say("cli.epilog"), **_USUAL
    )
    add(parser, *options)
    serve, phone, card, reset, erase, accessibility, pages, people, receipt = under(
        parser,
        "command",
        *("serve", "phone", "card", "reset", "erase", "accessibility", "pages", "people"),
        "receipt",
    )
    for device, name in ((phone, "phone"), (card, "card")):
        add(device, *_OF_DEVICE)
        device.add_argument("--persona", metavar="ID", help=say(f"cli.help.{name}.persona"))
    show, picture = under(card, "subcommand", "show", "picture")
    for one in (show, picture):
        add(one, "--language", "--remember", "--home", "--backend", "--trust", "--fixtures")
        one.add_argument("--clock", help=say("cli.help.clock"), **options["--clock"])
        one.add_argument("--persona", metavar="ID", help=say("cli.help.show.persona"))
    show.add_argument("--json", action="store_true", help=say("cli.help.json"))
    picture.add_argument(
        "--folder",
        metavar=say("cli.value.folder"),
        type=_named(say),
        default=".",
        help=say("cli.help.picture.folder"),
    )
    add(serve, "--language", "--remember", "--home", "--seed", "--clock", "--freeze", "--fixtures")
    serve.add_argument("--port", metavar="N", type=_port(say), help=say("cli.help.port", port=PORT))
    for name in ("--quiet", "--no-time-limits"):
        serve.add_argument(name, action="store_true", help=say(f"cli.help.{name[2:]}"))
    add(reset, "--language", "--remember", "--home", "--yes")
    add(erase, "--language", "--remember", "--home", "--backend", "--trust", "--clock", "--yes")
    erase.add_argument("--due", action="store_true", required=True, help=say("cli.help.due"))
    add(accessibility, "--language", "--remember", "--home")
    add(pages, "--language", "--remember", "--home", "--backend", "--trust", "--fixtures")
    pages.add_argument("--json", action="store_true", help=say("cli.help.json"))
    add(people, "--language", "--remember", "--home")
    check, new, schema = under(people, "subcommand", "check", "new", "schema", required=True)
    add(check, "--language", "--remember", "--home", "--clock")
    check.add_argument("--json", action="store_true", help=say("cli.help.json"))
    group = check.add_argument_group(say("cli.value.folder").capitalize())
    group.add_argument("folders", nargs="*", help=say("cli.help.folders"), **folder)
    _new_person(add, new, say)
    add(schema, "--language", "--remember", "--home", "--fixtures")
    group = schema.add_argument_group(say("cli.value.people-file").capitalize())
    group.add_argument(
        "what",
        nargs="?",
        default="person",
        choices=("person", "authority", "categories"),
        help=say("cli.help.people-file"),
    )
    add(receipt, "--language", "--remember", "--home")
    (verify,) = under(receipt, "subcommand", "verify", required=True)
    add(verify, "--language", "--remember", "--home", "--backend", "--trust")
    verify.add_argument("--json", action="store_true", help=say("cli.help.json"))
    verify.epilog = say("cli.epilog.verify")
    name = say("cli.value.file")
    group = verify.add_argument_group(name.capitalize())
    group.add_argument("file", metavar=name, type=existing, help=say("cli.help.receipt-file"))
    # They are told nowhere else.
    parser.known = {name for one in made for name in one._option_string_actions}  # noqa: SLF001
    return parser


def _new_person(add: Callable[..., None], new: _Parser, say: Say) -> None:
    """The options of `people new`."""
    add(new, "--language", "--remember", "--home", "--fixtures", "--clock")
    new.add_argument(
        "--born", metavar=say("cli.value.day"), type=_birth(say), help=say("cli.help.born")
    )
    new.add_argument(
        "--sex", choices=("F", "M", "X", "V"), type=str.upper, help=say("cli.help.sex")
    )
    for name in ("name", "municipality"):
        metavar = say(f"cli.value.{name}")
        new.add_argument(
            f"--{name}", metavar=metavar, type=_line(say), help=say(f"cli.help.{name}")
        )
    only = new.add_mutually_exclusive_group()
    for name in ("card", "company"):
        only.add_argument(f"--{name}", action="store_true", help=say(f"cli.help.only-{name}"))
    name = say("cli.value.folder")
    group = new.add_argument_group(name.capitalize())
    group.add_argument(
        "into", nargs="?", default=None, metavar=name, type=_named(say), help=say("cli.help.into")
    )


def _birth(say: Say) -> Callable[[str], str]:
    def birth(text: str) -> str:
        from tui.portal.dates import date_parts

        if date_parts(text) is None:
            raise argparse.ArgumentTypeError(say("cli.wrong.born", value=text))
        return text

    return birth


def _line(say: Say) -> Callable[[str], str]:
    def line(text: str) -> str:
        words = " ".join(text.split())
        if not (words and words.isprintable()):
            raise argparse.ArgumentTypeError(say("cli.wrong.line", value=text))
        return words

    return line


def _existing(
    say: Say, exists: Callable[[str], bool], kind: str, otherwise: str = ""
) -> Callable[[str], Path]:
    """A path that is there; `otherwise` is what to say where it is there, and of another kind."""

    def path(text: str) -> Path:
        if not exists(text):
            wrong = otherwise if otherwise and os.path.lexists(text) else kind
            raise argparse.ArgumentTypeError(say(f"cli.wrong.{wrong}", value=text))
        return _path(text)

    return path


def _transcript(say: Say) -> Callable[[str], Path]:
    def path(text: str) -> Path:
        if os.path.splitext(text)[1].casefold() not in TRANSCRIPTS:
            raise argparse.ArgumentTypeError(say("cli.wrong.transcript", value=text))
        return _path(text)

    return path


def _named(say: Say) -> Callable[[str], Path]:
    """A folder that may be made."""

    def folder(text: str) -> Path:
        # What a script's unset variable leaves: it would be the folder where one happens to be.
        if not text.strip():
            raise argparse.ArgumentTypeError(say("cli.wrong.unnamed"))
        return _path(text)

    return folder


def _path(text: str) -> Path:
    from pathlib import Path

    return Path(text)


def _address(say: Say) -> Callable[[str], str]:
    def address(text: str) -> str:
        from urllib.parse import urlsplit

        try:
            parts = urlsplit(text)
            usable = parts.scheme == "https" and parts.hostname and not parts.username
            usable = usable and parts.port != 0 and not parts.query and not parts.fragment
        except ValueError:
            usable = False
        if not usable:
            raise argparse.ArgumentTypeError(say("cli.wrong.address", value=text))
        return text

    return address


def _moment(say: Say) -> Callable[[str], datetime]:
    def moment(text: str) -> datetime:
        from datetime import datetime

        try:
            found = datetime.fromisoformat(text)
        except ValueError:
            found = None
        if found is None or found.tzinfo is None:
            raise argparse.ArgumentTypeError(say("cli.wrong.moment", value=text))
        return found

    return moment


def _fault(say: Say) -> Callable[[str], Fault]:
    """A way for a party to fail: "itsme:down", or "itsme:slow:60" for so many seconds."""

    def fault(text: str) -> Fault:
        # With it come the services, which --help can do without.
        from tui.backends import UnknownFault, fault_of

        try:
            return fault_of(text)
        except UnknownFault as error:
            known = ", ".join(error.known)
            raise argparse.ArgumentTypeError(
                say("cli.wrong.fault", value=text, known=known)
            ) from error

    return fault


def _port(say: Say) -> Callable[[str], int]:
    def port(text: str) -> int:
        if not (text.isascii() and text.isdecimal() and len(text) < 6 and int(text) < 1 << 16):
            raise argparse.ArgumentTypeError(say("cli.wrong.port", value=text))
        return int(text)

    return port


def _number(say: Say) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not (text.isascii() and text.isdecimal() and 0 < len(text) < 10):
            raise argparse.ArgumentTypeError(say("cli.wrong.number", value=text))
        return int(text)

    return number
