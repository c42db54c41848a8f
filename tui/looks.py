"""How the full screen may look: what `--help` and the settings must know of it before Textual is there."""

THEMES: tuple[str, ...] = ("light", "high-contrast-dark", "high-contrast-light", "terminal")
"""The ids of all themes; the first is used where none was chosen. Their colours: `tui.widgets.theme`."""
