"""What the operating system lets others see of this process: no core file, no memory, no file for all.

The citizen's side has the same few calls in `tui.process`: the two sides share no Python.
"""

import os
import sys

PR_SET_DUMPABLE = 4
"""Of prctl(2), which Python has no call for (linux/prctl.h)."""


def for_the_owner_alone() -> None:
    """From here on write no core file, make every file readable by its owner only, and refuse readers.

    On Linux no other process of the same user can then read this one's memory or trace it, and no program
    that collects cores gets one, for which the limit on core files does not count (core(5)); root still
    can. Raises OSError.
    """
    os.umask(0o077)
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        import ctypes

        if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "prctl")
