"""What can go wrong between the citizen's side and the services.

PortalError
├── NotSignedIn            no session, or it ended (`reason`: idle, limit, signedOut, unknown)
├── ConsentRequired        the eBox is shown only after consent
├── SourceUnavailable      a party did not answer, or said it cannot (`reason`)
├── ProfileUnavailable     the own profile cannot be opened (`reason`: keyMissing, storeCorrupt, …)
├── InvalidInput           a party refused what was typed (`issues`: field name and code)
├── SignInFailed           the identity provider or the portal refused (`error`: OAuth code)
├── InteractionGone        the sign-in took too long, or was used already
└── ContractViolation      a party answered something that its document does not allow
"""


class PortalError(Exception):
    """Base of all errors of the portal's client. `reason` is a code, never a text to show."""

    def __init__(self, reason: str = "", detail: str = "") -> None:
        super().__init__(detail or reason)
        self.reason = reason


class NotSignedIn(PortalError):
    """There is no session, or it has ended."""


class ConsentRequired(PortalError):
    """The citizen has not consented to showing the eBox."""


class SourceUnavailable(PortalError):
    """A party did not answer, or could not."""


class ProfileUnavailable(PortalError):
    """The own profile cannot be opened, or not be written."""


class InvalidInput(PortalError):
    """What was typed is refused; `issues` are (member, code) pairs."""

    def __init__(self, issues: tuple[tuple[str, str], ...]) -> None:
        super().__init__("invalidInput", ", ".join(f"{name}: {code}" for name, code in issues))
        self.issues = issues


class SignInFailed(PortalError):
    """Signing in ended without a session; `reason` is the OAuth error code."""


class InteractionGone(PortalError):
    """The identity provider no longer knows this sign-in."""


class ContractViolation(PortalError):
    """An answer that does not fit the party's document."""
