"""The data that access was given to, as a file that other programs can read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from tui.portal.saving import save_beside

if TYPE_CHECKING:
    from tui.portal.models import BlockContent, OwnData


def save_data(data: BlockContent | OwnData, reference: str, folder: Path) -> Path:
    """Write the data that access was given to as JSON, for other programs (GDPR art. 15(3), 20(1)).

    It is a new file in `folder`, readable by its owner only; returns its full path. Raises NotSaved.
    """
    text = msgspec.json.format(msgspec.json.encode(data), indent=2) + b"\n"
    return save_beside(text, folder, f"burgerprofiel-gegevens-{reference}", ".json")
