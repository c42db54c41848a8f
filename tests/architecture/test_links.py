"""Links within the documents lead to files that are there, and to headings that they have."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = (
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").glob("*.md")),
    ROOT / "docs" / "accessibility.html",
)
LINK = re.compile(r"""\]\(([^)\s]+)\)|^\[[^]]+\]: (\S+)|(?:href|src)="([^"]+)\"""", re.MULTILINE)
CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.MULTILINE | re.DOTALL)


def anchors(document: Path) -> set[str]:
    """What a link may name after "#": the headings, as GitHub writes them, or each id."""
    text = document.read_text(encoding="utf-8")
    if document.suffix == ".html":
        return set(re.findall(r' id="([^"]+)"', text))
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one).strip().lower().replace(" ", "-") for one in headings}


def broken(document: Path) -> list[str]:
    """The links of a document, but for those to other machines, that lead nowhere."""
    text = CODE.sub("", document.read_text(encoding="utf-8"))
    found = []
    for link in ("".join(groups) for groups in LINK.findall(text)):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        there = document.parent / path if path else document
        if not there.exists() or (anchor and anchor not in anchors(there)):
            found.append(link)
    return found


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda one: one.name)
def test_links_lead_somewhere(document: Path) -> None:
    assert broken(document) == []


def test_a_link_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# One *and* two\n[a](page.md) [b](#one-and-two) [c](gone.md) [d](page.md#three) `[e](x)`\n"
        '[f](https://example.org) <img src="gone.png">\n[g]: gone.txt\n'
    )
    assert broken(page) == ["gone.md", "page.md#three", "gone.png", "gone.txt"]
