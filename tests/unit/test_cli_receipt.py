"""`burgerprofiel receipt verify`, given files that are no receipts."""

from pathlib import Path

import pytest

from tui.__main__ import main
from tui.portal.receipts import LARGEST

A_RECEIPT = '{"receipt": {}, "proof": "a.b.c", "program": {"messages": 0}}'

BAD = {
    "empty": b"",
    "binary": bytes(range(256)),
    "not utf-8": '{"é": 1}'.encode("latin-1"),
    "half a character": b'{"receipt": {}, "proof": "\\ud800", "program": {"messages": 0}}',
    "cut off": A_RECEIPT[:-1].encode(),
    "twice": (A_RECEIPT * 2).encode(),
    "huge": b" " * LARGEST + A_RECEIPT.encode(),
    "deep": b"[" * 100_000,
    "deep receipt": A_RECEIPT.replace("{}", '{"a":' * 100_000 + "1" + "}" * 100_000).encode(),
    "a list": f"[{A_RECEIPT}]".encode(),
    "null": b"null",
    "nothing in it": b"{}",
    "no proof": A_RECEIPT.replace('"proof": "a.b.c", ', "").encode(),
    "a receipt that is a text": A_RECEIPT.replace("{}", '"x"').encode(),
    "a proof that is a list": A_RECEIPT.replace('"a.b.c"', '["a.b.c"]').encode(),
    "part of a message": A_RECEIPT.replace("0}", "0.5}").encode(),
    "fewer than none": A_RECEIPT.replace("0}", "-1}").encode(),
    "a flood": A_RECEIPT.replace("0}", f"{'9' * 5000}}}").encode(),
    "more": A_RECEIPT.replace('{"rec', '{"more": 1, "rec').encode(),
}


@pytest.mark.parametrize("content", BAD.values(), ids=BAD)
def test_a_file_that_is_no_receipt_is_said_to_be_none(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "receipt\x1b.json"
    file.write_bytes(content)
    for more in ([], ["--json"]):
        asked = ["receipt", "verify", str(file), "--home", str(tmp_path), "--language", "en"]
        assert main([*asked, *more]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert err == f"The file {tmp_path}/receipt.json does not contain a sign-out receipt.\n"


def test_a_home_without_a_portal_gets_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "receipt.json"
    file.write_text(A_RECEIPT)
    assert main(["receipt", "verify", str(file), "--home", str(tmp_path)]) == 2
    assert "geen sleutels van een portaal" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_that_cannot_be_read_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tui.receipt.read", refused)
    file = tmp_path / "receipt.json"
    file.touch()
    assert main(["receipt", "verify", str(file), "--language", "en"]) == 2
    assert capsys.readouterr().err == f"The file {file} cannot be read: Permission denied.\n"


@pytest.mark.parametrize("file", ["", "/nowhere"])
def test_a_file_that_is_not_there_is_wrong_use(
    file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["receipt", "verify", file or str(tmp_path)])
    assert ended.value.code == 2
    assert "is er niet" in capsys.readouterr().err
