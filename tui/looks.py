"""The names of the themes and speeds, for `--help` and the settings, which do not import Textual."""

THEMES: tuple[str, ...] = (
    "light",
    "dark",
    "high-contrast-dark",
    "high-contrast-light",
    "terminal",
)
"""The ids of all themes; the first is the default. `tui.widgets.theme` has their colours."""

SPEEDS: tuple[str, ...] = ("normal", "fast", "stepped")
"""How fast a demonstration goes on; `tui.journey.demonstration` says what each means."""
