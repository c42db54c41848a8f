"""Security codes by app and by text message: listed, as in reality, but not yet available."""

from mock_backends.identity_provider.interactions import Interaction
from mock_backends.identity_provider.method import Method
from mock_backends.shared.problems import SIMULATOR, Problem


class _NotOpenYet(Method):
    available = False

    def begin(self, interaction: Interaction) -> None:
        """Raises Problem 409: the method has no steps yet."""
        del interaction
        raise Problem(409, SIMULATOR + "wrongStep", "This method is not open")


class AppCode(_NotOpenYet):
    """A code that an authenticator app computes (RFC 6238)."""

    id = "app"
    level = 400
    acr = "urn:be:vlaanderen:authmech:csamtotp"


class TextMessageCode(_NotOpenYet):
    """A code sent by text message. Its URN is not published: the `acr` is our own."""

    id = "sms"
    level = 400
    acr = "urn:be:vlaanderen:authmech:csamsms"
