"""What the operating system lets others see of this process: no core file, no memory, no file for all.

The services have the same few calls in `mock_backends.process`: the two sides share no Python.
"""

import os
import sys

PR_SET_DUMPABLE = 4
"""Of prctl(2), which Python has no call for (linux/prctl.h)."""


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
