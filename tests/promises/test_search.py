"""The search for canaries, in bytes and in a process that keeps them: each form is planted and found."""

import gzip
import os
import subprocess
import sys
import zlib
from base64 import b64encode, urlsafe_b64encode
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from mock_backends.people.check import checked
from tests.promises import memory
from tests.promises.canaries import NUMBER, PERSON, PIECE, REGISTERS, Planted, plant
from tests.promises.search import FORMS, Hit, hits

ENOUGH = 500

KEEPS = """
import sys
kept = sys.stdin.buffer.read(int(sys.argv[1]))
print("kept", flush=True)
sys.stdin.buffer.read()
"""


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    return plant(tmp_path_factory.mktemp("people"), Random(1))


@pytest.fixture
def canary(planted: Planted) -> str:
    return next(iter(planted.secrets[0].kinds))


WRITTEN: dict[str, Callable[[str], bytes]] = {
    "utf-8": str.encode,
    "utf-16": lambda one: f"€{one}".encode("utf-16-le"),
    "utf-16, the other order": lambda one: f"€{one}".encode("utf-16-be"),
    "utf-32": lambda one: f"€{one}".encode("utf-32-le"),
    "utf-32, the other order": lambda one: f"€{one}".encode("utf-32-be"),
    "hex": lambda one: one.encode().hex().encode(),
    "hex, in capitals": lambda one: one.encode().hex().upper().encode(),
    "base64+0": lambda one: b64encode(one.encode()),
    "base64+1": lambda one: b64encode(b"\xff" + one.encode() + b"after"),
    "base64+2": lambda one: b64encode(b"\xff\xfe" + one.encode() + b"afterwards"),
    "base64+0, for addresses": lambda one: urlsafe_b64encode(one.encode()).rstrip(b"="),
    "base64+1, for addresses": lambda one: urlsafe_b64encode(b"\xff" + one.encode() + b"\xff\xfe"),
    "base64+2, for addresses": lambda one: urlsafe_b64encode(b"\xff\xff" + one.encode() + b"\xff"),
    "zlib utf-8": lambda one: zlib.compress(b"a line before\n" * 9 + one.encode(), 9),
    "zlib utf-8, fast": lambda one: zlib.compress(one.encode(), 1),
    "zlib utf-8, gzip": lambda one: gzip.compress(b"before" + one.encode()),
    "zlib base64+1": lambda one: zlib.compress(b64encode(b"-" + one.encode())),
}
"""The name of a form, and after a comma what is special about it; and how a text is written in it."""


@contextmanager
def process_with(content: bytes, *more: str) -> Iterator[int]:
    """A process that keeps these bytes, and whose arguments end with these; its id."""
    with subprocess.Popen(
        [sys.executable, "-c", KEEPS, str(len(content)), *more],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        running.stdin.write(content)
        running.stdin.flush()
        assert running.stdout.readline() == b"kept\n"
        yield running.pid
        running.stdin.close()


@pytest.mark.parametrize("form", WRITTEN)
def test_a_canary_is_found_in_each_form(planted: Planted, canary: str, form: str) -> None:
    written = b"\0before" + WRITTEN[form](canary) + b"\0after"
    found = hits(written * 2, planted.secrets)
    assert found == {Hit(REGISTERS, canary, form.partition(",")[0]): 2}
    assert {name for one in WRITTEN if " " not in (name := one.partition(",")[0])} == set(FORMS)


@pytest.mark.parametrize("form", WRITTEN)
def test_of_what_is_gone_in_part_the_beginning_is_found(
    planted: Planted, canary: str, form: str
) -> None:
    written = WRITTEN[form](canary[:20] + "?" * 12)
    assert {hit.kind for hit in hits(written, planted.secrets)} == {PIECE}


def test_what_stands_before_the_spoilt_part_of_a_stream_is_found(
    planted: Planted, canary: str
) -> None:
    noise = Random(2).randbytes(20_000)
    packed = bytearray(zlib.compress(canary.encode() + noise))
    packed[15_000:15_100] = bytes(100)
    for content in (packed, packed[:9_000]):
        assert Hit(REGISTERS, canary, "zlib utf-8") in hits(bytes(content), planted.secrets)


def test_nothing_is_found_where_nothing_is(planted: Planted, tmp_path: Path) -> None:
    other = plant(tmp_path, Random(3))
    words = "".join(value for one in other.secrets for value in one.kinds).encode()
    assert hits(words, planted.secrets) == Counter()
    assert hits(words, other.secrets).total() == other.counts.total()


def test_there_are_enough_canaries_in_every_block_and_message(tmp_path: Path) -> None:
    planted = plant(tmp_path, Random(4))
    known = checked((tmp_path,))
    person = known.fixtures.persona(PERSON)
    assert person is not None
    assert known.fixtures.personas[0] == person
    assert known.left_out == ()
    # What is told of mistakes would be told, and kept, outside any session.
    told = str(known.findings).encode()
    assert hits(told, planted.secrets) == Counter()
    assert planted.counts.total() > ENOUGH
    assert planted.counts[NUMBER] == 1
    texts = [
        *(
            str(value)
            for one in person.data.values()
            for record in one
            for value in record.values()
        ),
        *(
            text
            for one in person.messages
            for text in (*one.sender.values(), *one.subject.values())
        ),
        *(text for one in person.messages for text in one.body.values()),
        *(*person.given_names, person.family_name, person.national_number),
    ]
    assert all(hits(text.encode(), planted.secrets).total() == 1 for text in texts)
    assert len(texts) == planted.counts.total()


@pytest.mark.requirement("R43", "R44")
def test_a_process_that_keeps_one_buffer_is_found_out_in_every_form(
    planted: Planted, canary: str
) -> None:
    with process_with(b"\0\0".join(write(canary) for write in WRITTEN.values())) as pid:
        if reason := memory.unreadable(pid):
            pytest.skip(reason)
        with memory.held_still(pid):
            found = Counter[Hit]()
            for content in memory.memory(pid):
                found += hits(content, planted.secrets)
    assert {hit.form for hit in found} == {one.partition(",")[0] for one in WRITTEN}
    assert {hit.value for hit in found if hit.kind != PIECE} == {canary}


def test_files_and_what_everybody_may_see_of_a_process_are_searched(
    planted: Planted, tmp_path: Path
) -> None:
    canaries = iter(planted.secrets[0].kinds)
    named, logged, packed, argument, open_still = (next(canaries) for _ in range(5))
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / named).mkdir()
    (tmp_path / "data" / "store.sqlite3-wal").write_text(logged)
    (tmp_path / "data" / "log.gz").write_bytes(gzip.compress(packed.encode()))
    found = [hits(one, planted.secrets) for one in memory.files([tmp_path])]
    assert {hit.value for one in found for hit in one} == {named, logged, packed}
    with process_with(b"", argument) as pid:
        if reason := memory.unreadable(pid):
            pytest.skip(reason)
        found = [hits(one, planted.secrets) for one in memory.told(pid)]
    assert {hit.value for one in found for hit in one} == {argument}
    with (tmp_path / "gone").open("w+") as file:
        file.write(open_still)
        file.flush()
        (tmp_path / "gone").unlink()
        found = [hits(one, planted.secrets) for one in memory.unlinked(os.getpid())]
    assert {hit.value for one in found for hit in one} == {open_still}
