"""Looks for a secret in files, in every form in which a program may have left it there."""

import zlib
from base64 import b64encode
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


def forms(secret: str) -> dict[str, bytes]:
    """The bytes of `secret` in each form that can be looked for as such."""
    plain = secret.encode()
    found = {
        "utf-8": plain,
        # Python keeps strings with signs beyond Latin-1 as two or four bytes a sign.
        "utf-16": secret.encode("utf-16-le"),
        "utf-32": secret.encode("utf-32-le"),
        "hex": plain.hex().encode(),
        "HEX": plain.hex().upper().encode(),
    }
    for shift in range(3):
        # Signs at the ends depend on the bytes next to them; those in the middle do not.
        coded = b64encode(b"\0" * shift + plain)
        found[f"base64+{shift}"] = coded[(0, 2, 3)[shift] : len(coded) // 4 * 4 - 4]
    return found


def traces(folders: Iterable[Path], secrets: Iterable[str]) -> list[str]:
    """Where a secret stands: "file: form of secret". Empty means that nothing was found."""
    wanted = {one: forms(one) for one in secrets}
    found = []
    for path in sorted(file for folder in folders for file in folder.rglob("*") if file.is_file()):
        content = path.read_bytes()
        unpacked = list(_unpacked(content))
        for secret, looks in wanted.items():
            found += [
                f"{path.name}: {name} of {secret}" for name, one in looks.items() if one in content
            ]
            found += [f"{path.name}: zlib of {secret}" for one in unpacked if looks["utf-8"] in one]
        found += [f"{path.name}: the file's own name" for one in wanted if one in path.name]
    return found


def _unpacked(content: bytes) -> Iterable[bytes]:
    for window, start in ((zlib.MAX_WBITS, b"\x78"), (zlib.MAX_WBITS | 16, b"\x1f\x8b")):
        at = content.find(start)
        while at >= 0:
            with suppress(zlib.error):
                yield zlib.decompressobj(window).decompress(content[at:], 1 << 20)
            at = content.find(start, at + 1)
