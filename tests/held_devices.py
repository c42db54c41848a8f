"""What a citizen holds, as the program holds it in a home folder."""

from pathlib import Path

from tui.devices.held import Devices
from tui.portal.photo_decoding import decoded


def devices_in(home: Path, *, shared: bool = False) -> Devices:
    """The devices whose card remembers in this home; `shared`: readers in other terminals are asked, too.

    A photo is made here, not in another process.
    """
    devices = Devices(home / "data", home / "config" / "keys", shared=shared)
    devices.pictures.program = decoded
    return devices
