"""Compiling the catalogues: the head of the .po files says which plural forms there are."""

import gettext
from pathlib import Path

import pytest

from tui.locale.build import compile_catalogues

OWN_RULE = "nplurals=3; plural=(n == 0 ? 0 : n == 1 ? 1 : 2)"
"""A rule that no release of CLDR has for French."""


def po(rule: str, key: str, *forms: str) -> str:
    """A .po file of one message with these plural forms."""
    head = f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: {rule};\\n"\n'
    said = "".join(f'msgstr[{place}] "{form}"\n' for place, form in enumerate(forms))
    return f'{head}\nmsgid "{key}"\nmsgid_plural "{key}"\n{said}'


def written(folder: Path, **files: str) -> Path:
    """A folder of catalogues with these French files."""
    (folder / "fr").mkdir()
    for name, content in files.items():
        (folder / "fr" / f"{name}.po").write_text(content, encoding="utf-8")
    return folder


def test_the_plural_rule_is_that_of_the_sources_and_not_of_babel(tmp_path: Path) -> None:
    (compiled,) = compile_catalogues(
        written(tmp_path, data=po(OWN_RULE, "data.count", "none", "one", "many"))
    )
    with compiled.open("rb") as file:
        ngettext = gettext.GNUTranslations(file).ngettext
    assert [ngettext("data.count", "data.count", n) for n in (0, 1, 2, 1_000_000)] == [
        "none",
        "one",
        "many",
        "many",
    ]


@pytest.mark.parametrize(
    ("other", "wrong"),
    [
        (po("nplurals=2; plural=(n > 1)", "data.records", "one", "many"), "elsewhere"),
        (po(OWN_RULE, "data.count", "none", "one", "many"), "occurs twice"),
    ],
    ids=["plural rule", "key"],
)
def test_files_of_one_language_that_contradict_each_other_are_refused(
    tmp_path: Path, other: str, wrong: str
) -> None:
    folder = written(tmp_path, data=po(OWN_RULE, "data.count", "none", "one", "many"), more=other)
    with pytest.raises(ValueError, match=wrong):
        compile_catalogues(folder)
