"""What a citizen holds, as the program holds it in a home folder."""

from pathlib import Path

from tui.devices.held import Devices


def devices_in(home: Path, *, shared: bool = False) -> Devices:
    """The devices whose card remembers in this home; `shared`: readers in other terminals are asked, too."""
    return Devices(home / "data", home / "config" / "keys", shared=shared)
