"""The catalogues: complete in each language, in step with the code, and in plain Dutch."""

import ast
import re
import string
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from tui.catalogue import MissingWords
from tui.locale import HERE, LANGUAGES, Words
from tui.page.commands import COMMANDS

ROOT = Path(__file__).parents[2]
TUI = ROOT / "tui"
KEY = re.compile(r"[a-z][a-z0-9-]*(\.[A-Za-z0-9_-]+)+")

MOST_WORDS = 15
MOST_ON_AVERAGE = 10.0


def messages(language: str) -> dict[str, Message]:
    """Every message of a language by its key, from the sources."""
    found: dict[str, Message] = {}
    for path in sorted((HERE / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language, abort_invalid=True):
                if message.id:
                    key = message.id if isinstance(message.id, str) else message.id[0]
                    assert key not in found, f"{path.name}: {key} stands twice"
                    found[key] = message
    return found


def texts(message: Message) -> tuple[str, ...]:
    """A message's text, or its singular and plural."""
    return _flat(message.string)


def placeholders(text: str) -> set[str]:
    """The names between braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


ALL = {language: messages(language) for language in LANGUAGES}
NL = ALL["nl"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_things(language: str) -> None:
    assert sorted(NL.keys() ^ ALL[language].keys()) == []


def test_each_file_has_the_name_that_its_keys_begin_with() -> None:
    elsewhere = [
        (str(path.relative_to(HERE)), key)
        for path in HERE.glob("*/*.po")
        for key in re.findall(r'^msgid "(.+)"', path.read_text(encoding="utf-8"), re.M)
        if key.partition(".")[0] != path.stem
    ]
    assert elsewhere == []


def test_nothing_is_left_unsaid() -> None:
    empty = [
        (language, key)
        for language, catalogue in ALL.items()
        for key, message in catalogue.items()
        if not all(text.strip() for text in texts(message))
    ]
    assert empty == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_places_to_fill(language: str) -> None:
    other = ALL[language]
    different = [
        key
        for key in NL.keys() & other.keys()
        if {frozenset(placeholders(text)) for text in texts(NL[key])}
        != {frozenset(placeholders(text)) for text in texts(other[key])}
        or len(texts(NL[key])) != len(texts(other[key]))
    ]
    assert different == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_the_sources_say(language: str) -> None:
    """When this fails: `make words`."""
    with (HERE / f"{language}.mo").open("rb") as file:
        compiled = {_flat(message.id): _flat(message.string) for message in read_mo(file)}
    compiled.pop(("",), None)
    sources = messages(language).values()
    assert compiled == {_flat(message.id): _flat(message.string) for message in sources}


def test_words_that_are_missing_are_their_own_key_and_fail_a_test() -> None:
    words = Words("nl")
    with pytest.warns(MissingWords, match=r"'nl' has no words for 'no\.such\.key'"):
        assert words("no.such.key", n=1) == "no.such.key"
    with pytest.warns(MissingWords):
        assert words.count("no.such.key", 1) == "no.such.key"
    with pytest.raises(MissingWords):
        words("no.such.key")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_from_elsewhere_is_said_in_the_language_asked_for(language: str) -> None:
    words = Words("nl")
    words.language = language
    vehicles = {"nl": "Voertuigen", "en": "Vehicles", "fr": "Véhicules", "de": "Fahrzeuge"}
    assert words.local(vehicles) == vehicles[language]


def test_a_text_that_is_not_there_in_a_language_is_said_in_dutch_and_else_in_any() -> None:
    words = Words("de")
    assert words.plain({"fr": "Voiture", "nl": "Auto", "de": ""}) == "Auto"
    assert words.plain({"fr": "Voiture", "nl": ""}) == "Voiture"
    assert words.plain({}) == ""


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"fr": "Voiture"}, "(in het Frans) Voiture"),
        ({"fr-BE": "Voiture", "de": "Auto"}, "(in het Frans) Voiture"),
        ({"nl-BE": "Auto", "fr": "Voiture"}, "Auto"),
        ({"NL": "Auto"}, "Auto"),
        ({"ar": "سيارة"}, "(in een andere taal) سيارة"),
        ({"zxx": "0999000129"}, "0999000129"),
        ({"fr": ""}, ""),
        ({}, ""),
    ],
)
def test_a_text_in_another_language_says_so_before_it(texts: dict[str, str], said: str) -> None:
    assert Words("nl").local(texts) == said


# --- in step with the code --------------------------------------------------------------------


def trees() -> Iterator[tuple[Path, ast.Module]]:
    """Every module of the citizen's side."""
    for path in sorted(TUI.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def pattern(node: ast.JoinedStr) -> re.Pattern[str] | None:
    """An f-string as a pattern for keys; None where it does not begin with the start of a key."""
    first = node.values[0]
    if not (isinstance(first, ast.Constant) and re.match(r"[a-z][a-z-]*\.", str(first.value))):
        return None
    return re.compile(
        "".join(
            re.escape(str(one.value)) if isinstance(one, ast.Constant) else "(.+)"
            for one in node.values
        )
    )


def asks_for_words(call: ast.Call) -> bool:
    """Whether a call is `words(…)`, `context.words(…)`, `say(…)` or `words.count(…)`."""
    said = ast.unparse(call.func)
    return said.rpartition(".")[2] in ("words", "_words", "say") or said.endswith("words.count")


def test_every_key_that_the_code_asks_for_is_there() -> None:
    missing = []
    for path, tree in trees():
        for call in ast.walk(tree):
            if not (isinstance(call, ast.Call) and asks_for_words(call) and call.args):
                continue
            asked = call.args[0]
            where = f"{path.relative_to(TUI)}:{call.lineno}"
            # A terminal's own `say` takes a text, and no text looks like a key.
            if (
                isinstance(asked, ast.Constant)
                and KEY.fullmatch(str(asked.value))
                and str(asked.value) not in NL
            ):
                missing.append(f"{where} {asked.value!s}")
            if (
                isinstance(asked, ast.JoinedStr)
                and (keys := pattern(asked)) is not None
                and not any(keys.fullmatch(key) for key in NL)
            ):
                missing.append(f"{where} {keys.pattern}")
    assert missing == []


def stale(keys: Iterable[str]) -> list[str]:
    """The keys that no code asks for.

    What stands in a place of an f-string must be somewhere in the code or the data: "profile.{what}.title"
    alone would keep every key that begins and ends like it.
    """
    literals: set[str] = set()
    patterns: dict[str, re.Pattern[str]] = {}
    for _, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                literals.add(node.value)
            elif isinstance(node, ast.JoinedStr) and (asked := pattern(node)):
                patterns[asked.pattern] = asked
            elif isinstance(node, ast.ClassDef):
                literals.add(node.name)  # a trouble is called by its error's class
    known = data() | {one.removeprefix("--") for one in literals}

    def used(key: str) -> bool:
        # A table's row and its value stand together: the row's key is in the code (statement.Table).
        if key in literals or key.removesuffix("-value") in literals:
            return True
        found = filter(None, (asked.fullmatch(key) for asked in patterns.values()))
        return any(all(map(sayable, ".".join(one.groups()).split("."))) for one in found)

    def sayable(piece: str) -> bool:
        return re.sub(r"-?\d+$", "", piece) in {"", *known}

    return [key for key in keys if not used(key)]


def data() -> set[str]:
    """Every word that services and fixtures may send, out of which a key may be made."""
    told = {path.parent.name for path in ROOT.glob("mock_backends/*/openapi.yaml")}  # the parties
    for path in sorted((*ROOT.glob("mock_backends/**/*.yaml"), *ROOT.glob("fixtures/**/*.toml"))):
        told |= set(re.findall(r"[A-Za-z][\w-]*", path.read_text(encoding="utf-8")))
    return told


def test_no_key_has_gone_stale() -> None:
    assert stale(NL) == []


def test_a_key_that_only_looks_like_one_that_is_asked_for_is_found() -> None:
    bogus = ["profile.bogus", "trouble.bogus", "glossary.bogus.word", "form.error.bogus"]
    assert stale(bogus) == bogus


def test_keys_look_like_keys() -> None:
    assert [key for key in NL if not KEY.fullmatch(key)] == []


# --- plain Dutch ------------------------------------------------------------------------------


def sentences(text: str) -> list[int]:
    """How many words each sentence has; a place to fill counts as one word."""
    filled = re.sub(r"\{[^}]*\}", "X", text)
    parted = re.split(r"(?<=[.!?])[”’\")]*\s+|\n+", filled)
    counts = [len([word for word in one.split() if re.search(r"\w", word)]) for one in parted]
    return [count for count in counts if count]


def test_dutch_sentences_are_short() -> None:
    """Plain language (B1): no sentence over 15 words, 10 at most on average.

    Labels would flatter the figure: only texts of more than one sentence count, too.
    """
    counts = {(key, text): sentences(text) for key, one in NL.items() for text in texts(one)}
    assert {
        key for (key, _), found in counts.items() if max(found, default=0) > MOST_WORDS
    } == set()
    for least in (1, 2):
        lengths = [count for found in counts.values() if len(found) >= least for count in found]
        assert sum(lengths) / len(lengths) <= MOST_ON_AVERAGE


def test_the_citizen_is_addressed_as_u() -> None:
    """Dutch says "u" and "uw"; never "je", "jij", "jouw" or "jullie"."""
    informal = [
        key
        for key, message in NL.items()
        for text in texts(message)
        if re.search(r"\b(je|jij|jouw|jullie|jou)\b", text, re.IGNORECASE)
    ]
    assert informal == []


def test_a_request_for_rights_is_called_the_same_everywhere() -> None:
    found = {key for key, one in messages("nl").items() if "aanvra" in " ".join(texts(one)).lower()}
    assert not found, "it is a ‘verzoek’"


TRIPPED_OVER = {
    "nl": r"toestand|nazicht|altijd klacht|voorgoed|\bbytes\b|verzonden|\bverzet\b",
    "en": r"comes? later|you play |somebody else|stop signing in|need not|\bpost\b|for this showing"
    r"|options signed|for good|^state(?:$|:)|\bstands?\b (?:at|in|on|below|beside)",
    "fr": r"\bjouez avec|options ont ouvert|vous êtes (?:dé)?connecté\b",
    "de": r"bildschirmleser|\breiter\b|\bknopf\b|optionen haben sie",
}
"""Words that people tripped over: a calque, a second word for one thing, or what tells a citizen nothing."""

ERASED = r"\b(?:wis(?:sen|t|te)?|gewist|wissing)\b"
"""In Dutch the right is "verwijdering", and so is what is done by it. ("/wis" is what one types in lines.)"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_that_people_tripped_over_comes_back(language: str) -> None:
    wrong = re.compile(
        f"{TRIPPED_OVER[language]}|{ERASED}" if language == "nl" else TRIPPED_OVER[language], re.I
    )
    found = {
        key: match[0]
        for key, one in ALL[language].items()
        for text in texts(one)
        if (match := wrong.search(text.replace("{mark}wis", "")))
        # These say by what other names a thing goes.
        and not key.startswith(("glossary.", "menu.also."))
        and key != "lines.clear-word"
    }
    assert found == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_command_opens_is_called_as_the_command_is(language: str) -> None:
    words = Words(language)
    opened = {one.id: one.do.removeprefix("go:") for one in COMMANDS if one.do.startswith("go:")}
    opened["account"] = "sign-out"
    apart = {
        command: title
        for command, place in opened.items()
        if words(f"command.{command}") not in (title := words(f"{place}.title"))
    }
    assert apart == {}


def test_announcements_notifications_and_messages_have_a_name_each() -> None:
    """What the program announced, what an authority would notify, and what lies in the eBox."""
    for language in LANGUAGES:
        words = Words(language)
        names = (words("messages.title"), words.count("ebox.count.messages", 2).split()[-1])
        sent = words("profile.contacts.purpose").casefold()
        assert len(set(names)) == 2
        assert not any(name.casefold() in sent for name in names)


def test_french_keeps_a_sign_with_the_word_before_it() -> None:
    """A no-break space stands before : ; ? ! and », and after «: else a line may begin with the sign."""
    loose = [
        key
        for key, one in ALL["fr"].items()
        for text in texts(one)
        if re.search(r" [:;?!»]|« ", text)
    ]
    assert loose == []


def test_a_long_sentence_is_counted_as_one() -> None:
    assert sentences("Een twee. Drie vier vijf!\nZes {n} acht") == [2, 3, 3]
    assert sentences("‘Wat is dit?’ Dat is het.") == [3, 3]


def _flat(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(str(one) for one in value)  # type: ignore[attr-defined]
