"""Help: where the citizen is, what keys and letters do, and the frequently asked questions."""

from tui.journey.context import PageBody, PageContext, PageDefinition, Place
from tui.journey.time_left import time_sentence
from tui.locale import Words
from tui.page.commands import Command, in_full_screen
from tui.page.parts import Fact, Facts, Item, Listing, Part, Text, Verb
from tui.pages.links import Link, draw_links, follow

QUESTIONS: tuple[tuple[str, tuple[Link, ...]], ...] = (
    ("general", ()),
    ("register", (Link("signin", "privacy.link.sign-in"),)),
    ("sign-in", (Link("signin", "privacy.link.sign-in"),)),
    ("sources", (Link("controllers", "privacy.link.controllers"),)),
    ("protected", (Link("privacy", "help.link.privacy"),)),
    ("wrong", (Link("data", "privacy.link.data"),)),
    ("name", (Link("data", "privacy.link.data"), Link("contact", "help.link.contact"))),
    ("nickname", (Link("profile", "privacy.link.profile"),)),
    ("administration", ()),
    ("couple", ()),
    ("helping", ()),
    ("minors", ()),
    ("simulator", ()),
)
"""Each question by the stem of its catalogue keys, and the links under its answer."""


def draw_help(context: PageContext) -> PageBody:
    """Where the citizen is, then keys, moving, line mode and the questions."""
    words = context.words
    letters = tuple(
        Fact(label=command.letter, value=_explained(words, command, in_lines=True))
        for command in context.commands
        if command.letter
    )
    keys = tuple(
        Fact(label=_keys(words, command), value=_explained(words, command))
        for command in context.commands
        if in_full_screen(command)
    )
    return PageBody(
        title=words("help.title"),
        help=words("page-help.help"),
        parts=(
            Text(id="lead", text=words("help.lead"), role="lead"),
            Text(id="where-heading", text=words("help.where"), role="heading"),
            Text(id="where", text=_where(context)),
            Facts(id="keys", title=words("help.keys"), groups=(keys,)),
            Text(id="moving-heading", text=words("help.moving"), role="heading"),
            Text(id="moving", text=words("help.moving.keys")),
            Text(id="keymap", text=words("keymap.help")),
            Text(id="signs-heading", text=words("help.signs"), role="heading"),
            Text(id="signs", text=words("help.signs.what")),
            *((Text(id="looks", text=context.looks),) if context.looks else ()),
            Text(id="lines-heading", text=words("help.lines"), role="heading"),
            Text(id="lines", text=words("help.lines.what")),
            Facts(id="letters", title=words("help.letters"), groups=(letters,)),
            _questions(context),
            draw_links(
                words,
                (
                    Link("contact", "help.link.contact"),
                    Link("privacy", "help.link.privacy"),
                    Link("messages", "help.link.messages"),
                    Link("glossary", "glossary.link"),
                ),
                "end",
            ),
        ),
    )


def key_name(key: str) -> str:
    """A Textual key name as it is written on a keyboard: "ctrl+p" is "Ctrl+P", "escape" is "Esc"."""
    return "+".join({"escape": "Esc"}.get(name, name.capitalize()) for name in key.split("+"))


def _keys(words: Words, command: Command) -> str:
    if not command.keys:
        return words("keymap.in-menu")
    said = key_name(command.keys[0])
    for key in command.keys[1:]:
        said = words("help.keys-join", first=said, second=key_name(key))
    return said


def _explained(words: Words, command: Command, *, in_lines: bool = False) -> str:
    """A command's name and what it does; in line mode "o" does something else: it lists the pages."""
    lines_own = in_lines and command.id == "overview"
    return words(
        "help.command",
        name=words(f"command.{command.id}"),
        help=words(f"command.{command.id}.{'lines' if lines_own else 'help'}"),
    )


def _where(context: PageContext) -> str:
    words, session = context.words, context.holdings.session
    if session is None:
        who = words("help.where.signed-out")
    else:
        signed_in = words("help.where.signed-in", name=session.citizen.name)
        who = f"{signed_in} {time_sentence(words, context.holdings)}"
    return f"{who}\n\n{words('help.where.status')}"


def draw_faq(context: PageContext) -> PageBody:
    """The questions; at "?question=ID", also the answer to that question."""
    words = context.words
    chosen = context.place.query.get("question", "")
    links = dict(QUESTIONS).get(chosen)
    aside: list[Part] = []
    if links is not None:
        aside += [
            Text(id="question", text=words(f"faq.{chosen}.question"), role="heading"),
            Text(id="answer", text=words(f"faq.{chosen}.answer")),
        ]
        if links:
            aside.append(draw_links(words, links, "answer"))
    return PageBody(
        title=words("faq.title"),
        help=words("page-help.questions"),
        parts=(
            Text(id="lead", text=words("faq.lead"), role="lead"),
            _questions(context),
            draw_links(
                words,
                (Link("contact", "help.link.contact"), Link("glossary", "glossary.link")),
                "end",
            ),
        ),
        aside=tuple(aside),
    )


def _questions(context: PageContext) -> Listing:
    words = context.words
    return Listing(
        id="questions",
        verb=Verb(words("foot.answer"), words("foot.read")),
        title=words("help.questions"),
        items=tuple(
            Item(id=question, title=words(f"faq.{question}.question")) for question, _ in QUESTIONS
        ),
        count=words.count("help.questions-count", len(QUESTIONS)),
        chosen=context.place.query.get("question", ""),
    )


async def _ask(_context: PageContext, question: str) -> str | None:
    return str(Place("faq", query={"question": question}))


PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(
        name="help",
        draw=draw_help,
        title="help.title",
        acts={"questions": _ask, "open-*": follow},
        public=True,
    ),
    PageDefinition(
        name="faq",
        draw=draw_faq,
        title="faq.title",
        acts={"questions": _ask, "open-*": follow},
        public=True,
    ),
)
