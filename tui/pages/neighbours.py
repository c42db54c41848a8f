"""From the item of a list that is open to those before and after it."""

from collections.abc import Sequence


def neighbours(ids: Sequence[str], chosen: str) -> dict[str, str]:
    """The ids of the items after and before the chosen one, under "next" and "previous".

    What there is not is left out; {} if the chosen one is not in the list.
    """
    if chosen not in ids:
        return {}
    at = ids.index(chosen)
    around = {"next": ids[at + 1 : at + 2], "previous": ids[max(at - 1, 0) : at]}
    return {way: there[0] for way, there in around.items() if there}
