"""The list of pages: what it names can be opened, and nothing else."""

import json
from pathlib import Path

import pytest

from tui.__main__ import main
from tui.catalogue import LANGUAGES
from tui.journey.navigator import Navigator


def listed(capsys: pytest.CaptureFixture[str], language: str, *options: str) -> str:
    """What `burgerprofiel pages` prints."""
    assert main(["pages", "--language", language, *options]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    return said.out


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_stands_on_a_line_with_its_title(
    language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = listed(capsys, language).splitlines()
    pages = json.loads(listed(capsys, language, "--json"))
    assert [line.split()[0] for line in lines] == [page["name"] for page in pages]
    assert all(page["title"] in line for page, line in zip(pages, lines, strict=True))
    assert all("(" in line for page, line in zip(pages, lines, strict=True) if page["signedIn"])
    assert len(pages) == len({page["name"] for page in pages})


async def test_every_page_of_the_list_can_be_opened(
    navigator: Navigator, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    import asyncio

    said = await asyncio.to_thread(listed, capsys, "nl", "--json")
    names = [page["name"] for page in json.loads(said)]
    assert {"start", "data", "data.identity", "controllers.entry/own-ebox", "contact"} <= {*names}
    assert [name for name in names if await navigator.meant(name) is not None] == []
