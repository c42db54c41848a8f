"""What a citizen may enter in their profile: how it is tidied, and what is refused.

Each check returns the tidied text, or records (member, code, English detail) with `Entries`.
"""

import re
import unicodedata

from mock_backends.profile_service import photo
from mock_backends.profile_service.models import AddressInput, ContactInput, PhotoInput
from mock_backends.shared.phone_numbers import e164
from mock_backends.shared.problems import invalid_input
from mock_backends.shared.typed import is_text, line, lines

NICKNAME_LENGTH = 40
LABEL_LENGTH = 30
DESCRIPTION_LENGTH = 120
EMAIL_LENGTH = 254
WORDS_LENGTH = 2000
POSTAL_ADDRESS_LENGTH = 200
"""An address in a single line: longer than any that can be saved, in any language."""
MOST = 10
"""How many contact details a citizen can keep, and how many addresses."""

_ATOM_SIGNS = frozenset("!#$%&'*+/=?^_`{|}~-")
"""What an unquoted local part may have beside letters and digits (atext, RFC 5322 section 3.2.3)."""

_NAME_SIGNS = frozenset(" -.,/()'`\u00b4\u2018\u2019\u2032\u2010\u2011\u2013")
"""What the name of a municipality may have beside letters: each of the signs that people get for the
apostrophe of "'s-Gravenwezel", or for a hyphen.
"""

_NO_NUMBER = r"(?i:(?:z|s|o)[ .]*/?[ .]*n\.?)"
"""How people write that a house has no number: "z/n", "zn", "s.n.", "o.N."."""


class Entries:
    """The members of a message as typed; `done` reports all wrong members at once, so all can be shown."""

    def __init__(self) -> None:
        self._issues: list[tuple[str, str, str]] = []

    def refuse(self, name: str, code: str, detail: str) -> str:
        """Record that a member is wrong."""
        self._issues.append((name, code, detail))
        return ""

    def done(self) -> None:
        """Raise Problem 400 with all wrong members, if there are any."""
        if self._issues:
            raise invalid_input(*self._issues)

    def text(self, name: str, typed: str, longest: int, *, required: bool = True) -> str:
        """A line of text, tidied. Text without any visible character counts as empty."""
        return self._checked(name, line(typed), longest, required=required)

    def words(self, name: str, typed: str) -> str:
        """Text of 1 to 2000 characters, which may have several lines; tidied."""
        return self._checked(name, lines(typed), WORDS_LENGTH, required=True)

    def _checked(self, name: str, text: str, longest: int, *, required: bool) -> str:
        if not is_text(text):
            return self.refuse(name, "controlCharacters", "contains control characters")
        if required and not text:
            return self.refuse(name, "required", "must be filled in")
        if len(text) > longest:
            return self.refuse(name, "tooLong", f"has more than {longest} characters")
        return text

    def email(self, name: str, typed: str) -> str:
        """An e-mail address: a local part without quotes, an @ and a domain with a dot (RFC 5321).

        Letters may be of any language (RFC 6531), in the domain too; they are kept as they were written.
        """
        text = self.text(name, typed, EMAIL_LENGTH)
        if text and not _is_email(text):
            return self.refuse(name, "emailInvalid", "is not an e-mail address")
        return text

    def phone(self, name: str, typed: str) -> str:
        """A phone number as E.164."""
        text = self.text(name, typed, 40)
        if not text:
            return ""
        return e164(text) or self.refuse(name, "phoneInvalid", "is not a phone number")

    def photo(self, typed: PhotoInput) -> dict[str, bytes]:
        """The fields of a photo, of which the image may be missing. Raises Problem 400."""
        if typed.image and (wrong := photo.fault(typed.image)):
            self.refuse("image", wrong, "is not a bare square JPEG of the size that is kept")
        text = self.text("description", typed.description, DESCRIPTION_LENGTH, required=False)
        self.done()
        fields = {"image": typed.image, "description": text.encode()}
        return {name: value for name, value in fields.items() if value}

    def contact(self, typed: ContactInput) -> dict[str, str]:
        """The tidied fields of a contact detail. Raises Problem 400."""
        check = self.email if typed.kind == "email" else self.phone
        fields = {
            "kind": typed.kind,
            "value": check("value", typed.value),
            "label": self.text("label", typed.label, LABEL_LENGTH, required=False),
        }
        self.done()
        return fields

    def address(self, typed: AddressInput) -> dict[str, str]:
        """The tidied fields of an address; some houses have no number. Raises Problem 400."""
        fields = {
            "street": self.text("street", typed.street, 80),
            "houseNumber": self.text("houseNumber", typed.house_number, 20, required=False),
            "box": self.text("box", typed.box, 10, required=False),
            "postCode": self.text("postCode", typed.post_code, 10),
            "municipality": self.text("municipality", typed.municipality, 60),
            "label": self.text("label", typed.label, LABEL_LENGTH, required=False),
        }
        if not re.fullmatch(rf"(?:[1-9].*|{_NO_NUMBER})?", fields["houseNumber"]):
            self.refuse("houseNumber", "houseNumberInvalid", "does not begin with 1 to 9")
        if fields["postCode"] and not re.fullmatch("[1-9][0-9]{3}", fields["postCode"]):
            self.refuse("postCode", "postCodeInvalid", "is not from 1000 to 9999")
        if fields["municipality"] and not _is_name(fields["municipality"]):
            self.refuse("municipality", "municipalityInvalid", "is no name of letters")
        self.done()
        return fields


def _is_name(text: str) -> bool:
    # Letters of any language with their marks, and the characters in and between the words of a name.
    return any(map(str.isalpha, text)) and all(
        sign in _NAME_SIGNS or unicodedata.category(sign)[0] in "LM" for sign in text
    )


def _is_email(text: str) -> bool:
    local, at, domain = text.rpartition("@")
    return bool(
        at
        and len(local.encode()) <= 64
        and all(map(_is_atom, local.split(".")))
        and len(domain) <= 253
        and "." in domain
        and domain.rpartition(".")[2][:1].isalpha()
        and all(map(_is_label, domain.split(".")))
    )


def _is_atom(text: str) -> bool:
    return _begins(text) and all(sign in _ATOM_SIGNS or _is_word(sign) for sign in text)


def _is_label(text: str) -> bool:
    # In letters of any language, or as "xn--..." (RFC 5890): 63 octets at most.
    octets = len(text) if text.isascii() else len(text.encode("punycode")) + len("xn--")
    fits = octets <= 63 and not text.startswith("-") and not text.endswith("-")
    return fits and _begins(text) and all(sign == "-" or _is_word(sign) for sign in text)


def _begins(text: str) -> bool:
    # A mark would be drawn over the @ or dot before it; no label may begin so (RFC 5891, 4.2.3.2).
    return bool(text) and unicodedata.category(text[0])[0] != "M"


def _is_word(sign: str) -> bool:
    category = unicodedata.category(sign)
    return category[0] in "LM" or category == "Nd"
