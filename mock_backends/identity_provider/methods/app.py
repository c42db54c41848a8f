"""Code by app: after the password, the code that an authenticator app computes (RFC 6238)."""

from mock_backends.identity_provider.interactions import Interaction
from mock_backends.identity_provider.method import Desk
from mock_backends.identity_provider.methods.password_first import PasswordFirst
from mock_backends.identity_provider.totp import DRIFT, step_of, step_with
from mock_backends.people.loader import Persona
from mock_backends.people.numbers import secret_of
from mock_backends.shared.environment import Environment
from mock_backends.shared.sealed_file import SealedFile

USED = "codes-used"
"""The name of the file, and of its key."""


class AppCode(PasswordFirst):
    """Six digits of the moment, from any app that has the person's secret."""

    id = "app"
    level = 400
    acr = "urn:be:vlaanderen:authmech:csamtotp"
    password_step = "appPassword"
    code_step = "appCode"
    not_enrolled = "noApp"

    def __init__(self, environment: Environment, desk: Desk) -> None:
        super().__init__(environment, desk)
        self._file = SealedFile(environment.home, USED, dict[str, int])
        self._last = self._file.read() or {}
        """The time step of the last code that was taken, by person: also before a restart."""

    def is_enrolled(self, persona: Persona) -> bool:
        """Whether an authenticator app has this person's secret."""
        return persona.keys is not None and bool(persona.keys.app)

    def check(self, interaction: Interaction, persona: Persona, code: str) -> str:
        """Whether it is the code of about now, and was not used."""
        assert persona.keys is not None
        assert persona.keys.app is not None
        step = step_with(secret_of(persona.keys.app), code, self.clock.now())
        if step is None:
            return "wrongCode"
        last = self._last.get(persona.id)
        if last is not None and step <= last <= step_of(self.clock.now()) + DRIFT:
            # RFC 6238 section 5.2: "The verifier MUST NOT accept the second attempt of the OTP". A step
            # that is still to come was before the clock was set back.
            return "codeUsed"
        self._last[persona.id] = step
        # A code of an earlier step is not taken anyway.
        recent = step_of(self.clock.now()) - DRIFT
        self._file.write({whose: at for whose, at in self._last.items() if at >= recent})
        return ""

    def clear(self) -> None:
        """Forget which codes were used."""
        self._last.clear()
