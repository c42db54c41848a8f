"""Which characters a terminal can show; both renderers depend on it."""

import io

import pytest

from tui.alphabet import alphabet, shows_all_signs


@pytest.mark.parametrize(
    ("environment", "found"),
    [
        ({}, "utf-8"),
        ({"LANG": "nl_BE.UTF-8"}, "utf-8"),
        ({"LANG": "C.UTF-8"}, "utf-8"),
        ({"LANG": "C"}, "ascii"),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, "ascii"),  # as Python sets it then (PEP 538)
        ({"LC_CTYPE": "C.UTF-8"}, "utf-8"),
        ({"LANG": "nl_BE.UTF-8", "LC_ALL": "POSIX"}, "ascii"),
        ({"LANG": "C", "LC_CTYPE": "nl_BE.UTF-8"}, "utf-8"),
        ({"LC_ALL": "", "LANG": "C"}, "ascii"),
        ({"LANG": "C", "PYTHONIOENCODING": "utf-8"}, "utf-8"),
        ({"LANG": "C", "PYTHONUTF8": "1"}, "utf-8"),
    ],
)
def test_the_locale_says_what_can_be_shown(environment: dict[str, str], found: str) -> None:
    assert alphabet(io.TextIOWrapper(io.BytesIO(), "utf-8"), environment) == found


@pytest.mark.parametrize("environment", [{}, {"LANG": "nl_BE.UTF-8"}])
def test_a_stream_that_is_not_utf_8_says_so_itself(environment: dict[str, str]) -> None:
    assert alphabet(io.TextIOWrapper(io.BytesIO(), "latin-1"), environment) == "latin-1"


def test_a_stream_that_is_not_there_shows_ascii() -> None:
    assert alphabet(None, {}) == "ascii"


@pytest.mark.parametrize(
    ("encoding", "all_"),
    [("utf-8", True), ("UTF-8", True), ("utf_8", True), ("utf8", True), ("iso8859-1", False)],
)
def test_only_utf_8_shows_all_signs(encoding: str, all_: bool) -> None:
    assert shows_all_signs(encoding) is all_
