"""`python -m mock_backends`: one or more parties in a process of their own, over TLS on loopback.

Each process has its own memory. The process that runs the simulation owns the time and the faults: a
process with --elsewhere simulation=https://... follows it, even if it starts first or the simulation is
restarted; any other process keeps a clock of its own. Prints the address of each party, one per line, once
it answers; the certificate to trust is config/tls/ca.pem in the home. Exit codes: 0 stopped by a signal,
1 could not serve, 2 wrong use.
"""

import argparse
import asyncio
import signal
import socket
import sys
from datetime import date, datetime
from pathlib import Path

from mock_backends.people.check import checked
from mock_backends.people.loader import FixtureError
from mock_backends.process import for_the_owner_alone
from mock_backends.served_world import served_world
from mock_backends.serving import listen
from mock_backends.shared.clock import Clock
from mock_backends.shared.days import day_of
from mock_backends.shared.home import Home
from mock_backends.shared.keys import KeyUnusable
from mock_backends.world import PARTIES, WorldOptions

NAMES = tuple(party.name for party in PARTIES)


def main(arguments: list[str] | None = None) -> int:
    """Serve until SIGTERM or SIGINT; returns the exit code."""
    options = _options(arguments)
    try:
        bound = listen(options.port)
    except OSError as error:
        print(f"port {options.port}: {error.strerror}", file=sys.stderr)
        return 1
    try:
        asyncio.run(_serve(options, bound))
    except (OSError, FixtureError, KeyUnusable) as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        bound.close()
    return 0


async def _serve(options: argparse.Namespace, bound: socket.socket) -> None:
    if options.fixtures and any(one.holds for one in PARTIES if one.name in options.party):
        _tell_of_people(tuple(options.fixtures), day_of(Clock(options.clock).now()))
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    world_options = WorldOptions(
        home=Home.of(options.home),
        clock=Clock(options.clock, frozen=options.freeze),
        seed=options.seed,
        parties=tuple(options.party),
        elsewhere=dict(options.elsewhere),
        trust=options.trust,
        fixtures=tuple(options.fixtures),
        time_limits=not options.no_time_limits,
    )
    async with served_world(world_options, bound) as world:
        for name in options.party:
            print(world.addresses[name], flush=True)
        await stop.wait()


def _tell_of_people(folders: tuple[Path, ...], today: date) -> None:
    """Say on stderr what is wrong with these people and authorities, and what is left out for it."""
    people = checked(folders, today)
    for finding in people.findings:
        print(finding, file=sys.stderr)
    if people.left_out:
        print(f"left out: {', '.join(people.left_out)}", file=sys.stderr)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m mock_backends", description=__doc__)
    parser.add_argument("--party", action="append", required=True, choices=NAMES)
    parser.add_argument("--home", type=Path, required=True, help="folder of keys and data")
    parser.add_argument("--port", type=_port, default=0, help="0 takes any free port")
    parser.add_argument(
        "--elsewhere",
        action="append",
        type=_elsewhere,
        default=[],
        metavar="PARTY=https://HOST:PORT/PATH",
        help="address of a party that this process does not run",
    )
    parser.add_argument(
        "--trust", type=Path, help="PEM file to trust for those (default: this home's)"
    )
    parser.add_argument(
        "--clock",
        type=_moment,
        help="start time of this world; not for a process that follows the simulation",
    )
    parser.add_argument(
        "--freeze", action="store_true", help="time stands still until the simulation moves it"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--no-time-limits", action="store_true", help="sessions do not end by themselves"
    )
    parser.add_argument(
        "--fixtures",
        type=Path,
        action="append",
        default=[],
        help="more people and authorities; each party gets only the parts that it holds",
    )
    options = parser.parse_args(arguments)
    known = {*options.party, *dict(options.elsewhere)}
    brought = [one for party in PARTIES if party.name in options.party for one in party.brings]
    options.party += [one for one in brought if one not in known]
    known.update(brought)
    for party in PARTIES:
        for needed in party.needs if party.name in options.party else ():
            if needed not in known:
                parser.error(f"{party.name} has to reach {needed}: --elsewhere {needed}=https://…")
    if "simulation" in dict(options.elsewhere) and "simulation" not in options.party:
        for given, name in ((options.clock, "--clock"), (options.freeze, "--freeze")):
            if given:
                parser.error(f"{name}: this process follows the simulation, which owns the time")
    if options.trust is not None and not options.trust.is_file():
        parser.error(f"--trust: no such file: {options.trust}")
    return options


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError("0 to 65535")
    return port


def _elsewhere(text: str) -> tuple[str, str]:
    name, _, address = text.partition("=")
    if name not in NAMES:
        raise argparse.ArgumentTypeError(f"{name}: one of {', '.join(NAMES)}")
    if not address.startswith("https://"):
        raise argparse.ArgumentTypeError(f"{address}: parties meet over https:// only")
    return name, address.rstrip("/")


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("a time as 2026-11-23T09:00:00Z") from error
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError("a time with its zone, as 2026-11-23T09:00:00Z")
    return moment


if __name__ == "__main__":
    for_the_owner_alone()
    sys.exit(main())
