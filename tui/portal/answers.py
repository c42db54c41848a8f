"""What a controller answered, as files for the citizen: to be read, and to be used again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from tui.portal.saving import save_beside

if TYPE_CHECKING:
    from tui.portal.models import Letters


def save_answer(letters: Letters, text: str, folder: Path) -> tuple[Path, ...]:
    """Write new files in `folder`, readable by their owner only; returns their full paths.

    `text` is what can be read; where there is a copy of data, it is written as JSON too (GDPR art. 15(3)).
    Raises NotSaved.
    """
    name = f"burgerprofiel-antwoord-{letters.reference}"
    paths = [save_beside(text.encode() + b"\n", folder, name, ".txt")]
    if letters.copy is not None:
        data = msgspec.json.format(msgspec.json.encode(letters.copy), indent=2) + b"\n"
        paths.append(save_beside(data, folder, name, ".json"))
    return tuple(paths)
