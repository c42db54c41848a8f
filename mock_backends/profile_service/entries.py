"""What a citizen may enter in their profile: how it is tidied, and what is refused.

Each check returns the tidied text, or records (member, code, English detail) with `Entries`.
"""

import re
import unicodedata

from mock_backends.profile_service.models import AddressInput, ContactInput
from mock_backends.shared.phone_numbers import e164
from mock_backends.shared.problems import invalid_input

NICKNAME_LENGTH = 40
LABEL_LENGTH = 30
EMAIL_LENGTH = 254
WORDS_LENGTH = 2000
MOST = 10
"""How many contact details a citizen can keep, and how many addresses."""

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols that draw nothing: the Hangul fillers and the empty braille cell."""

_EMAIL = re.compile(
    r"[^\s@<>()\[\],;:\\\"]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_](?:[\w-]{0,61}[^\W_])"
)


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
        """A line of text: in NFC, stripped of white space, without control or direction characters.

        Text without any visible character counts as empty.
        """
        text = unicodedata.normalize("NFC", typed).strip()
        if any(_hidden(sign) for sign in text):
            return self.refuse(name, "controlCharacters", "contains control characters")
        if not any(_seen(sign) for sign in text):
            text = ""
        if required and not text:
            return self.refuse(name, "required", "must be filled in")
        if len(text) > longest:
            return self.refuse(name, "tooLong", f"has more than {longest} characters")
        return text

    def words(self, name: str, typed: str) -> str:
        """Text of 1 to 2000 characters, which may have several lines."""
        text = unicodedata.normalize("NFC", typed.replace("\r\n", "\n")).strip()
        if any(_hidden(sign) for sign in text if sign not in "\n\t"):
            return self.refuse(name, "controlCharacters", "contains control characters")
        if not any(_seen(sign) for sign in text):
            return self.refuse(name, "required", "must be filled in")
        if len(text) > WORDS_LENGTH:
            return self.refuse(name, "tooLong", f"has more than {WORDS_LENGTH} characters")
        return text

    def email(self, name: str, typed: str) -> str:
        """An e-mail address: a local part, an @ and a domain with a dot (RFC 5321 section 4.5.3.1)."""
        text = self.text(name, typed, EMAIL_LENGTH)
        if text and not _EMAIL.fullmatch(text):
            return self.refuse(name, "emailInvalid", "is not an e-mail address")
        return text

    def phone(self, name: str, typed: str) -> str:
        """A phone number as E.164."""
        text = self.text(name, typed, 40)
        if not text:
            return ""
        return e164(text) or self.refuse(name, "phoneInvalid", "is not a phone number")

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
        """The tidied fields of an address. Raises Problem 400."""
        fields = {
            "street": self.text("street", typed.street, 80),
            "houseNumber": self.text("houseNumber", typed.house_number, 10),
            "box": self.text("box", typed.box, 10, required=False),
            "postCode": self.text("postCode", typed.post_code, 10),
            "municipality": self.text("municipality", typed.municipality, 60),
            "label": self.text("label", typed.label, LABEL_LENGTH, required=False),
        }
        if fields["houseNumber"] and not re.match("[1-9]", fields["houseNumber"]):
            self.refuse("houseNumber", "houseNumberInvalid", "does not begin with 1 to 9")
        if fields["postCode"] and not re.fullmatch("[1-9][0-9]{3}", fields["postCode"]):
            self.refuse("postCode", "postCodeInvalid", "is not from 1000 to 9999")
        if fields["municipality"] and not _is_name(fields["municipality"]):
            self.refuse("municipality", "municipalityInvalid", "is no name of letters")
        self.done()
        return fields


def _is_name(text: str) -> bool:
    # Letters of any language with their marks, and the characters between the words of a name.
    signs = (sign in " -'\N{RIGHT SINGLE QUOTATION MARK}()" or _is_letter(sign) for sign in text)
    return all(signs) and any(map(str.isalpha, text))


def _is_letter(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LM"


def _hidden(sign: str) -> bool:
    # Joiners (U+200D) are allowed: emoji need them.
    return unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} or sign in _BIDI


def _seen(sign: str) -> bool:
    # Marks (M) and formats (Cf) only change the character next to them; separators (Z) are blank.
    category = unicodedata.category(sign)
    return category[0] not in "MZ" and category not in {"Cc", "Cf", "Cn"} and sign not in _BLANK
