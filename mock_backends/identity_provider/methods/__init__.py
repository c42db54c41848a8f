"""The sign-in methods, one module each, in display order."""

from mock_backends.identity_provider.method import Method
from mock_backends.identity_provider.methods.app import AppCode
from mock_backends.identity_provider.methods.eid import Eid
from mock_backends.identity_provider.methods.itsme import Itsme
from mock_backends.identity_provider.methods.sms import TextMessageCode

METHODS: tuple[type[Method], ...] = (Itsme, Eid, AppCode, TextMessageCode)
