"""A page is kept as a document where the citizen says, or it is said why not."""

import os
from pathlib import Path

import pikepdf
import pytest

from tests.journey.filling import errors, fill_in
from tests.journey.steps import find, said
from tui.journey.navigator import Navigator
from tui.page.parts import Facts
from tui.pages.keeping import FORM, KINDS


async def keep(navigator: Navigator, path: Path | str) -> str:
    """Keep the page that is open at this path; what the page says of the field."""
    await fill_in(navigator, FORM, path=str(path))
    return errors(navigator, FORM).get("path", "")


@pytest.mark.requirement("R27")
async def test_the_agreement_is_kept_as_each_kind_of_document(
    navigator: Navigator, tmp_path: Path
) -> None:
    await navigator.open("privacy.agreement")
    duties = [one.label for one in find(navigator.page, "duties", Facts).groups[0]]
    for kind in KINDS:
        path = tmp_path / f"document{kind}"
        assert await keep(navigator, path) == ""
        assert str(path) in said(navigator.page)
        assert path.stat().st_mode & 0o777 == 0o600
        if kind == ".pdf":
            with pikepdf.open(path) as pdf, pdf.open_metadata() as metadata:
                assert metadata["dc:title"] == navigator.page.title
        else:
            content = path.read_text(encoding="utf-8")
            assert all(duty in content for duty in duties)


async def test_what_cannot_be_kept_is_told_at_the_field_and_changes_nothing(
    navigator: Navigator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await navigator.open("privacy.agreement")
    there = tmp_path / "there.txt"
    there.write_text("mine")
    told = [
        await keep(navigator, path)
        for path in (
            there,
            tmp_path / "none" / "a.txt",
            "~nobody-of-this-name/a.txt",
            tmp_path / ("a" * 300 + ".txt"),
            tmp_path / "a.doc",
            "",
        )
    ]
    monkeypatch.setattr("tui.pages.keeping.is_available", lambda: False)
    told.append(await keep(navigator, tmp_path / "a.pdf"))
    assert all(told)
    assert told[1] == told[2]
    assert len(set(told)) == len(told) - 1
    assert there.read_text() == "mine"
    assert sorted(os.listdir(tmp_path)) == ["home", "there.txt"]
