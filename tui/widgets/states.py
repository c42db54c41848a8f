"""How the state of data is drawn: by a sign and a word, and then by colour."""

from tui.page.parts import BlockState

STYLES: dict[BlockState, str] = {
    "loading": "$hint",
    "here": "$hint",
    "empty": "$hint",
    "unavailable": "$error",
    "refused": "$error",
    "off": "$hint",
}

SIGNS: dict[BlockState, str] = {
    "loading": "… ",
    "here": "",
    "empty": "– ",
    "unavailable": "! ",
    "refused": "! ",
    "off": "– ",
}
"""What stands before the word; the same in every language and theme."""
