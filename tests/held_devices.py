"""What a citizen holds, as the program holds it in a home folder."""

from pathlib import Path

from tui.devices.held import Devices


def devices_in(home: Path) -> Devices:
    """The devices whose card remembers in this home."""
    return Devices(home / "data", home / "config" / "keys")
