"""What nobody may keep, looked for from outside, while a citizen signs in, reads everything and signs out.

The parties run as they would in reality: the portal's own service alone, and the citizen's client as well.
"""

import json
import signal
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from tests.promises.canaries import EBOX, KINDS, NAME, NUMBER, PERSON, PIECE, REGISTERS, plant
from tests.promises.cast import AUTHORITIES, CITIZEN, PROGRAM, SERVICE, Cast
from tests.promises.checker import figures, judged, table
from tests.promises.program import MANNERS
from tests.promises.scenes import ABORTED, CONTROL, CORE, FILES, Run, Seen, run_in
from tests.promises.search import Hit, hits
from tests.promises.verdict import NOWHERE, broken, void


def played(folder: Path, *places: str) -> Run:
    """A run that looks at these places in every scene, and at all processes in the control."""
    in_control = (AUTHORITIES, CITIZEN, SERVICE)
    with run_in(
        folder,
        lambda scene, place: place in places or (scene == CONTROL and place in in_control),
    ) as run:
        if reason := run.cast.unreadable():
            pytest.skip(reason)
        run.play([("asked", signal.SIGTERM), ABORTED])
    assert void(run.seen, run.planted) == []
    return run


@pytest.mark.requirement("R42", "R43", "R44", "R49", "R50")
def test_the_service_can_read_nothing_that_it_passes_on_at_any_moment(tmp_path: Path) -> None:
    assert broken(played(tmp_path, SERVICE).seen, [FILES, SERVICE, CORE]) == []


@pytest.mark.requirement("R50")
def test_a_party_that_does_not_seal_is_found_out(tmp_path: Path) -> None:
    unsealing = {AUTHORITIES: ("tests.promises.unsealing",)}
    with run_in(tmp_path, lambda _, place: place == SERVICE, unsealing) as run:
        if reason := run.cast.unreadable():
            pytest.skip(reason)
        run.cast.tell("sign-in")
        run.look("signed in")
    assert [
        one for one in broken(run.seen) if one.startswith(f"signed in: {SERVICE}: {REGISTERS}:")
    ]


@pytest.mark.requirement("R43", "R44")
@pytest.mark.parametrize("manner", MANNERS)
def test_the_program_itself_leaves_nothing_in_a_file(
    tmp_path: Path, manner: str, nightly: bool
) -> None:
    if not nightly:
        pytest.skip("the nightly form alone plays it: it takes some fifteen seconds")
    with run_in(tmp_path, lambda _, place: place == PROGRAM) as run:
        if reason := run.cast.unreadable():
            pytest.skip(reason)
        run.signed_in()  # which gives consent to the eBox
        run.play_program(manner)
    assert broken(run.seen, [FILES]) == []
    read = next(one for one in run.seen if one.place == PROGRAM)
    assert {kind: read.values(kind) for kind in (REGISTERS, EBOX)} == {
        REGISTERS: run.planted.counts[REGISTERS],
        EBOX: run.planted.counts[EBOX] // 3 * 2,  # subjects and senders; no message is opened
    }


def test_a_service_that_keeps_one_buffer_and_two_files_is_found_out(
    tmp_path: Path,
) -> None:
    keeps = ("tests.promises.keeps", str(tmp_path / "people" / "personas" / f"{PERSON}.toml"))
    with run_in(tmp_path, lambda _, place: place == SERVICE, {SERVICE: keeps}) as run:
        if reason := run.cast.unreadable():
            pytest.skip(reason)
        run.look("before sign-in")
    counts = run.planted.counts
    buffer, both_files = run.seen
    assert (buffer.place, both_files.place) == (SERVICE, FILES)
    for kind in (REGISTERS, EBOX, NAME, NUMBER):
        assert buffer.values(kind) == counts[kind]
        assert both_files.values(kind) == counts[kind]
        assert both_files.copies(kind) == 2 * counts[kind]
    wrong = [one.partition(": ")[2].rpartition(": ")[0] for one in broken(run.seen)]
    assert wrong == [
        *(f"{SERVICE}: {kind}" for kind in (REGISTERS, EBOX, NAME)),
        *(f"{FILES}: {kind}" for kind in KINDS if kind != PIECE),
    ]
    assert void(run.seen, run.planted) != []


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A run in which the citizen saw everything, and nothing was anywhere else."""
    run = Run(Cast(tmp_path, tmp_path), plant(tmp_path, Random(1)))
    everything = Counter(
        Hit(kind, value, "utf-8")
        for one in run.planted.secrets
        for value, kind in one.kinds.items()
    )
    run.seen = [
        Seen(CONTROL, CITIZEN, everything),
        Seen(CONTROL, AUTHORITIES, everything + everything),
        Seen(CONTROL, SERVICE, Counter({Hit(NUMBER, "87", "base64+1"): 3})),
        Seen(CONTROL, FILES),
        Seen("afterwards", CORE, reason="none is made"),
    ]
    return run


def test_a_run_that_shows_what_it_must_is_told_in_figures(run: Run) -> None:
    assert judged([run, run]) == (0, ["Nothing is where it may not be."])
    told = [line.split("  ") for line in table([run, run]).splitlines()]
    cells = [[cell.strip() for cell in line if cell] for line in told[3:]]
    counts = [run.planted.counts[kind] for kind in KINDS if kind != PIECE]
    assert cells == [
        [CONTROL, CITIZEN, *(f"{n} / {n}" for n in counts), "0"],
        [CONTROL, AUTHORITIES, *(f"{n} / {2 * n}" for n in counts), "0"],
        [CONTROL, SERVICE, "0", "0", "0", "1 / 3", "0"],
        [CONTROL, FILES, "0", "0", "0", "0", "0"],
        ["afterwards", CORE, "none is made"],
    ]
    said = json.dumps(figures([run]))
    assert [hits(said.encode(), run.planted.secrets)] == [Counter()]
    assert '"forms": {"base64+1": 3}' in said


@pytest.mark.parametrize(
    ("place", "kind"), [(place, kind) for place, kinds in NOWHERE.items() for kind in kinds]
)
def test_one_copy_in_a_wrong_place_is_enough(run: Run, place: str, kind: str) -> None:
    run.seen.append(Seen("afterwards", place, Counter({Hit(kind, "value", "hex"): 1})))
    code, said = judged([run])
    assert code == 1
    assert said[0] == f"afterwards: {place}: {kind}: in 1 of 1 runs"


@pytest.mark.parametrize("place", [CITIZEN, AUTHORITIES])
def test_a_run_that_does_not_find_what_is_there_shows_nothing(run: Run, place: str) -> None:
    (control,) = (one for one in run.seen if one.place == place)
    del control.found[next(iter(control.found))]
    assert judged([run])[0] == 2
    run.seen.remove(control)
    assert judged([run])[0] == 2
