"""Walks for signing in: choosing an invented person, and signing in by any method."""

from collections.abc import Mapping

from tui.devices.authenticator import STEP_SECONDS
from tui.devices.held import Devices
from tui.journey.registry import method_of, sign_in_methods
from tui.journey.sign_in_method import Answer
from tui.journey.walk import Choose, Go, Press, Send, Step, Wait
from tui.pages.persons import LIST
from tui.pages.sign_in.parts import CHOICE


def become(person_id: str) -> tuple[Step, ...]:
    """Choose this invented person; the sign-in page follows."""
    return (Go("persons"), Choose(LIST, person_id))


def surest_method(devices: Devices) -> str:
    """The id of the method with the highest level of assurance among those that the person can use."""
    methods, person = sign_in_methods(), devices.person
    usable = [method for method in methods if person is not None and method.usable(person)]
    return max(usable or methods[:1], key=lambda method: method.level).id


def longest_wait(method_id: str) -> float:
    """The seconds that a device may wait for the next code, where this method has such a device."""
    method = method_of(method_id)
    return STEP_SECONDS if method is not None and method.later else 0


def sign_in(method_id: str, devices: Devices, *, demo: bool = False) -> tuple[Step, ...]:
    """From choosing the method to the session; with `demo` the devices answer by themselves."""
    method = method_of(method_id)
    answers = [
        answer
        for answer in (method.answers if method else ())
        if not (answer.aside or (demo and answer.on_device))
    ]
    return (
        Choose(CHOICE, method_id),
        *(_step(answer, devices) for answer in answers),
        Wait(signed_in=True),
    )


def _step(answer: Answer, devices: Devices) -> Step:
    if not answer.form:
        return Press(answer.action)
    secrets: Mapping[str, str] = answer.secrets(devices) if answer.secrets else {}
    return Send(answer.form, secrets)
