"""How many colours a terminal shows: from what it says itself, from terminfo, and last from its name.

Needed before the first paint, so this imports next to nothing.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False  # as in typing, which need not be imported at run time
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Literal

    Depth = Literal["few", "256", "truecolor"]
    """At most 88 colours, whose shades nobody can know; the 256 of xterm; any."""

_TRUE = re.compile(r"(xterm-)?(ghostty|kitty)|alacritty|foot|wezterm|contour|rio$|.*-direct$")
"""Terminals that show any colour: through ssh, the other machine's terminfo often lacks them."""


def reported(term: str) -> Depth | None:
    """What terminfo says of this terminal; None where it does not know it. Reads terminfo once a run."""
    try:
        from _curses import (
            error,
            setupterm,
            tigetflag,
            tigetnum,
            tigetstr,
        )  # the package takes longer
    except ImportError:  # a Python without curses
        return None
    try:
        setupterm(term, 1)
    except error:
        return None
    colours = tigetnum("colors")
    # Not standard: `RGB` is a flag, a number or a string (user_caps(5)), `Tc` is tmux's flag.
    any_colour = (
        tigetflag("RGB") > 0 or tigetnum("RGB") > 0 or tigetstr("RGB") or tigetflag("Tc") > 0
    )
    if any_colour or colours >= 1 << 24:
        return "truecolor"
    return "256" if colours >= 256 else "few"


def colour_depth(
    environment: Mapping[str, str], terminfo: Callable[[str], Depth | None] = reported
) -> Depth:
    """How many colours the terminal of this environment shows."""
    if environment.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return "truecolor"
    term = environment.get("TERM", "").strip().lower()
    if (found := terminfo(term)) is not None:
        return found
    if _TRUE.match(term):
        return "truecolor"
    return "256" if "256color" in term else "few"
