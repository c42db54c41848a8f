"""Whose a key is: the commands' keys are no field's own."""

from collections.abc import Iterable

from textual.widget import Widget


def give_way(field: Widget, also: Iterable[str] = ()) -> None:
    """Let a field do nothing of its own at the keys that are commands here, nor at `also`.

    The App knows them: a citizen's own keys are among them.
    """
    for key in (*field.app._bindings.key_to_bindings, *also):
        field._bindings.key_to_bindings.pop(key, None)
