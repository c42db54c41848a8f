"""What the operating system lets others see of this process: no core file, no memory, no file for all.

The services have the same few calls in `mock_backends.process`: the two sides share no Python.
"""

import os
import sys

PR_SET_DUMPABLE = 4
"""Of prctl(2), which Python has no call for (linux/prctl.h)."""


def with_standard_streams() -> None:
    """Let what was started with a closed stdin, stdout or stderr (`>&-`) have one that leads nowhere.

    Python leaves it out, and the next file that is opened, such as a database, would get its number.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, os.O_RDWR)
            if nowhere != number:
                os.dup2(nowhere, number)
                os.close(nowhere)
            setattr(sys, name, os.fdopen(number, "w" if number else "r"))
            setattr(sys, f"__{name}__", getattr(sys, name))


def for_the_owner_alone() -> None:
    """From here on write no core file, and make every file readable by its owner only."""
    os.umask(0o077)
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def refuse_readers() -> None:
    """On Linux, let no other process of the same user read this one's memory or trace it; root still can.

    Nor does a program that collects cores get one, for which the limit on core files does not count
    (core(5)). Imports ctypes, which takes 3 ms or more. Raises OSError.
    """
    if sys.platform == "linux":
        import ctypes

        if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "prctl")
