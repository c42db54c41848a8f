"""The sign-in methods, one module each, in display order."""

from mock_backends.identity_provider.method import Method
from mock_backends.identity_provider.methods.codes import AppCode, TextMessageCode
from mock_backends.identity_provider.methods.eid import Eid
from mock_backends.identity_provider.methods.itsme import Itsme

METHODS: tuple[type[Method], ...] = (Itsme, Eid, AppCode, TextMessageCode)
