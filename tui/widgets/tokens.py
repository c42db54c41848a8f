"""The colours by name: what each is for, and its value in each theme. Style sheets know no others.

A token is a ground, or text and marks that are drawn on one; `on-x` is the text on the ground `x`. The tokens
that begin with `outside` belong to what is not the portal: the citizen's devices and a tester's console.
tests/accessibility/test_tokens.py measures each on the grounds it is drawn on, also with 256 colours: text
has at least 4.5:1 (7:1 in high contrast), frames and marks 3:1. The greys outside have so little saturation
that they stay grey there.
"""

STRONG, WEAK = "#000000", "#FFFFFF"
"""In the terminal's own colours a background is one or the other: reversed, or left alone."""

S, W = STRONG, WEAK

TABLE: dict[str, tuple[str, str, str, str, str]] = {
    # The portal: page, what is opened on it, bars
    "ground": ("#F7F9FC", "#15181D", "#000000", "#FFFFFF", W),
    "surface": ("#FFFFFF", "#1D2128", "#000000", "#FFFFFF", W),
    "panel": ("#E8EDF5", "#262C35", "#000000", "#FFFFFF", W),
    "text": ("#333332", "#E6E9EE", "#FFFFFF", "#000000", S),
    "hint": ("#56606E", "#A7B0BD", "#DADADA", "#3A3A3A", S),
    "line": ("#7C8798", "#77828F", "#BCBCBC", "#585858", S),
    "main": ("#0054CC", "#7FB8FF", "#87D7FF", "#005F87", S),
    "good": ("#00703C", "#6FD08C", "#87FFAF", "#005F00", S),
    # With 256 colours, browner shades become an olive of 6.72:1 on white.
    "warning": ("#895A00", "#F0BE5A", "#FED787", "#6A2C00", S),
    "error": ("#B81D1A", "#FF9D94", "#FFAFAF", "#AE0000", S),
    # What has the focus; on a main button and in the head, where the ground must change by 3:1 (WCAG 2.4.13)
    "focus": ("#333332", "#FEE615", "#FED700", "#000000", S),
    "on-focus": ("#FEE615", "#1A1A19", "#000000", "#FFFFFF", W),
    "button": ("#0054CC", "#0054CC", "#005F87", "#005F87", W),
    "on-button": ("#FFFFFF", "#FFFFFF", "#FFFFFF", "#FFFFFF", S),
    "button-focus": ("#FEE615", "#FEE615", "#FED700", "#FFD700", S),
    "on-button-focus": ("#333332", "#1A1A19", "#000000", "#000000", W),
    "accent-focus": ("#333332", "#15181D", "#000000", "#FFFFFF", W),
    "on-accent-focus": ("#FFFFFF", "#FEE615", "#FFD700", "#000000", S),
    # Head line, heading, foot line, and its block with the keys of the focus
    "accent": ("#FEE615", "#FEE615", "#FED700", "#000000", S),
    "on-accent": ("#333332", "#2A2A29", "#000000", "#FFFFFF", W),
    "head": ("#FEE615", "#262C35", "#000000", "#FFD700", S),
    "on-head": ("#333332", "#FEE615", "#FED700", "#000000", W),
    "foot": ("#333332", "#0C0E11", "#000000", "#000000", S),
    "on-foot": ("#FFFFFF", "#E6E9EE", "#FFFFFF", "#FFFFFF", W),
    "key": ("#FEE615", "#FEE615", "#FED700", "#FFD700", W),
    "here": ("#FEE615", "#FEE615", "#FED700", "#FFD700", W),
    "on-here": ("#333332", "#2A2A29", "#000000", "#000000", S),
    # A line that must be seen: the session's end, a device that waits
    "warnband": ("#FFF3C4", "#4A3A10", "#FED700", "#FFD700", W),
    "on-warnband": ("#333332", "#FFF3C4", "#000000", "#000000", S),
    # What is selected with the mouse, and the scroll bar that the mouse holds
    "selection": ("#FFE615", "#004FA8", "#005F87", "#AFD7FF", S),
    "on-selection": ("#333332", "#FFFFFF", "#FFFFFF", "#000000", W),
    "held": ("#0055CC", "#E6E9EE", "#FFFFFF", "#000000", S),
    # Outside the portal
    "outside-ground": ("#262C33", "#332D3A", "#262626", "#1C1C1C", W),
    "outside-surface": ("#333A43", "#3F3848", "#262626", "#1C1C1C", W),
    "outside-text": ("#F4F7FA", "#F6F2FA", "#FFFFFF", "#FFFFFF", S),
    "outside-hint": ("#B9C6D2", "#CFC3DC", "#DADADA", "#DADADA", S),
    "outside-line": ("#8296A8", "#A08FB3", "#BCBCBC", "#BCBCBC", S),
    "outside-main": ("#8CC8FF", "#A9D3FF", "#87D7FF", "#87D7FF", S),
    "outside-good": ("#8FE3A8", "#8FE3A8", "#87FFAF", "#87FFAF", S),
    "outside-warning": ("#FFD479", "#FFD479", "#FED787", "#FED787", S),
    "outside-error": ("#FFB0A8", "#FFB9B2", "#FFAFAF", "#FFAFAF", S),
    # The edge and the signs; and, as a ground, the foot's block while the focus is outside
    "outside-accent": ("#6FE3C4", "#6FE3C4", "#87FFD7", "#87FFD7", W),
    "on-outside-accent": ("#10202A", "#10202A", "#000000", "#000000", S),
    "outside-focus": ("#6FE3C4", "#6FE3C4", "#87FFD7", "#87FFD7", S),
    "on-outside-focus": ("#10202A", "#10202A", "#000000", "#000000", W),
    # The display of a device, the sign of an app on it, an identity card
    "glass": ("#FFFFFF", "#0B0D10", "#000000", "#FFFFFF", W),
    "on-glass": ("#333332", "#F2F4F7", "#FFFFFF", "#000000", S),
    "glass-hint": ("#56606E", "#B4BCC8", "#DADADA", "#3A3A3A", S),
    "brand": ("#B23300", "#B23300", "#FFFFFF", "#000000", W),
    "on-brand": ("#FFFFFF", "#FFFFFF", "#000000", "#FFFFFF", S),
    "card": ("#D9ECEF", "#D9ECEF", "#FFFFFF", "#FFFFFF", W),
    "on-card": ("#20343A", "#20343A", "#000000", "#000000", S),
}
"""Each token's value in the themes of `tui.looks.THEMES`, in their order."""
