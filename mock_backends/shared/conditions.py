"""What a request says of the state that it expects: `If-Match`, `If-None-Match` (RFC 9110 section 13.1)."""

import re
from collections.abc import Mapping

from msgspec import Struct

from mock_backends.shared.problems import Problem, invalid_input

_TAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"')
_TAGS = re.compile(rf"[ \t]*(?:{_TAG.pattern})?(?:[ \t]*,[ \t]*(?:{_TAG.pattern})?)*[ \t]*")


class Condition(Struct, frozen=True):
    """The tags that the state must have, or must not have: as they stand in the header, or "*" for any.

    None: the header is not there.
    """

    match: frozenset[str] | None = None
    none_match: frozenset[str] | None = None

    @classmethod
    def of(cls, headers: Mapping[str, str]) -> "Condition":
        """The condition of a request. Raises Problem 400 for a header that has another form."""
        return cls(_tags(headers, "if-match"), _tags(headers, "if-none-match"))

    def check(self, version: str | None) -> None:
        """Raise Problem 412 unless `version` (None: there is none yet) is as expected, 428 without condition.

        Tags are compared strongly (RFC 9110 section 8.8.3.2): no weak one is like another.
        """
        tag = None if version is None else entity_tag(version)
        if self.match is not None:
            holds = tag is not None and not self.match.isdisjoint((tag, "*"))
        elif self.none_match is not None:
            holds = tag is None or self.none_match.isdisjoint((tag, "*"))
        else:
            # RFC 6585 section 3: so that nobody overwrites what they have not seen.
            raise Problem(428, detail="If-Match, or If-None-Match: *")
        if not holds:
            raise Problem(412)


def entity_tag(version: str) -> str:
    """The strong entity tag of a version (RFC 9110 section 8.8.3)."""
    return f'"{version}"'


def _tags(headers: Mapping[str, str], name: str) -> frozenset[str] | None:
    given = headers.get(name)
    if given is None:
        return None
    if given.strip() == "*":
        return frozenset("*")
    found = _TAG.findall(given)
    if not found or not _TAGS.fullmatch(given):
        issue = (name, "schemaViolation", "entity tags (RFC 9110 section 8.8.3), or *")
        raise invalid_input(issue, place="header")
    return frozenset(found)
