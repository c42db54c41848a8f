"""What can go wrong between the citizen's side and the services.

PortalError
├── NotSignedIn            no session, or it ended (`reason`: idle, limit, signedOut, otherPerson, unknown)
├── LevelTooLow            who signed in so may not do this (`reason`: the level that is wanted)
├── ConsentRequired        the eBox is shown only after consent
├── SourceUnavailable      a party did not answer, or said that it cannot (`reason`)
│   └── ServiceDown        the very service that was asked, and not one that it needs
├── ProfileUnavailable     the central profile cannot be opened (`reason`: keyMissing, storeCorrupt, …)
├── EditedElsewhere        an entry of the profile is not what the citizen's program takes it to be
├── InvalidInput           a party refused what the citizen typed (`issues`: field name and code)
├── SignInFailed           the identity provider or the portal refused (`reason`: OAuth error code)
├── InteractionGone        the sign-in took too long, or has been used already
├── ContractViolation      an answer that the party's OpenAPI document does not allow
│   └── Diverted           a redirect to elsewhere than where the caller wanted to stay
└── NotSaved               a file for the citizen cannot be written (`reason`: full, refused, other)
"""


class PortalError(Exception):
    """Base of all errors of the client. `reason` is a code, never a text to show."""

    def __init__(self, reason: str = "", detail: str = "") -> None:
        super().__init__(detail or reason)
        self.reason = reason


class NotSignedIn(PortalError):
    """There is no session, or it has ended."""


class LevelTooLow(PortalError):
    """The citizen has to sign in again at a higher level of assurance."""


class ConsentRequired(PortalError):
    """The citizen has not consented to showing the eBox."""


class SourceUnavailable(PortalError):
    """A party did not answer, or could not."""


class ServiceDown(SourceUnavailable):
    """The service that was asked did not answer, or failed itself: not a party behind it."""


class ProfileUnavailable(PortalError):
    """The central profile cannot be opened or written."""


class EditedElsewhere(PortalError):
    """An entry was changed, added or removed elsewhere since it was fetched; nothing was done."""


class InvalidInput(PortalError):
    """A party refused what the citizen typed; `issues` are (member, code) pairs."""

    def __init__(self, issues: tuple[tuple[str, str], ...]) -> None:
        super().__init__("invalidInput", ", ".join(f"{name}: {code}" for name, code in issues))
        self.issues = issues


class SignInFailed(PortalError):
    """Signing in ended without a session; `reason` is the OAuth error code."""


class InteractionGone(PortalError):
    """The identity provider no longer knows this sign-in."""


class ContractViolation(PortalError):
    """An answer that the party's OpenAPI document does not allow."""


class NotSaved(PortalError):
    """A file that the citizen asked for cannot be written."""


class Diverted(ContractViolation):
    """An answer led to `address`, which lies elsewhere than where the caller wanted to stay."""

    def __init__(self, address: str) -> None:
        super().__init__("diverted", address)
        self.address = address
