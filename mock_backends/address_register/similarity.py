"""How alike two names are, 0 to 100, as the address register weighs it.

A weighted mean of three measures: bigrams that they share (Dice), letters to change (Levenshtein), and
letters in the same order (longest common subsequence), with the weights of the register's published source
(Informatievlaanderen/address-registry, AddressMatch/FuzzyMatch.cs).
"""

from collections import Counter

THRESHOLD = 75.0
"""From here on a name is another spelling. The register's own value is a setting that is not published."""


def similarity(one: str, other: str) -> float:
    """How alike they are, whatever the case of their letters."""
    one, other = one.upper(), other.upper()
    if not one or not other:
        return 0.0
    if one == other:
        return 100.0
    edits, common = _distance(one, other)
    levenshtein = 1 - edits / max(len(one), len(other))
    subsequence = min(common / ((len(one) + len(other)) / 2), 1.0)
    return 100 * (3 * _dice(one, other) + levenshtein / 0.8 + subsequence / 0.8) / 5.5


def _dice(one: str, other: str) -> float:
    first, second = _bigrams(one), _bigrams(other)
    shared = sum((first & second).values())
    return 2 * shared / (sum(first.values()) + sum(second.values()))


def _bigrams(text: str) -> Counter[str]:
    marked = f"%{text}#"
    return Counter(marked[at : at + 2] for at in range(len(marked) - 1))


def _distance(one: str, other: str) -> tuple[int, int]:
    """How many letters must be changed, and the length of the longest common subsequence."""
    edits = list(range(len(other) + 1))
    common = [0] * (len(other) + 1)
    for row, sign in enumerate(one, 1):
        before, edits = edits, [row]
        earlier, common = common, [0]
        for at, beside in enumerate(other, 1):
            changed = before[at - 1] + (sign != beside)
            edits.append(min(before[at] + 1, edits[-1] + 1, changed))
            same = earlier[at - 1] + 1 if sign == beside else 0
            common.append(max(same, earlier[at], common[-1]))
    return edits[-1], common[-1]
