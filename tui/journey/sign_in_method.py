"""What a sign-in method is on the citizen's side: one frozen value, in one module of `tui.pages.sign_in`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from tui.devices.held import Devices
from tui.journey.context import Act, PageBody, PageContext
from tui.page.parts import Part
from tui.portal.client import Portal

if TYPE_CHECKING:
    from tui.portal.models import Interaction, Model


class Device(Struct, frozen=True, kw_only=True):
    """One of the citizen's devices as pages show it: what stands on it, and what can be done with it."""

    id: str
    parts: Callable[[PageContext], tuple[Part, ...]]
    acts: Mapping[str, Act]


class SignInStep(Struct, frozen=True, kw_only=True):
    """One step of a method, by the id that the identity provider gives it.

    `details` is the shape of what the provider says of the step (None: it says nothing); what does not
    fit it is refused before a page sees it. `device` stands beside the page. While the step lasts, `ask`
    puts the provider's question to a device (again at each change, so it must bear repetition), and
    `poll` keeps asking what a device shows: one long poll, and False to stop. `withdrawn` is the key of
    a sentence for a citizen who goes back from here; "" for none.
    """

    draw: Callable[[PageContext, Interaction], PageBody]
    details: type[Model] | None = None
    device: Device | None = None
    ask: Callable[[Devices, Interaction], None] | None = None
    poll: Callable[[Devices, Portal], Awaitable[bool]] | None = None
    withdrawn: str = ""


class Answer(Struct, frozen=True, kw_only=True):
    """One thing to do in order to sign in, as soon as the page offers `action`.

    With a `form` that form is sent, with `secrets` as what is typed in it; `action` is then its button.
    `on_device`: it is done on a device, which in a demonstration does it by itself.
    """

    action: str
    form: str = ""
    secrets: Callable[[Devices], Mapping[str, str]] | None = None
    on_device: bool = False


class SignInMethod(Struct, frozen=True, kw_only=True):
    """One way to sign in. Its words are found by `id`: "sign-in.method.<id>", "sign-in.failure.<id>.<code>".

    `failures` are the codes that have words of their own. `answers`, one after the other, lead from the
    choice of the method to the session: a deep link, a demonstration and the tests follow them.
    `usable` says whether the person who is played holds what the method needs.
    """

    id: str
    steps: Mapping[str, SignInStep]
    acts: Mapping[str, Act] = {}
    failures: tuple[str, ...] = ()
    answers: tuple[Answer, ...]
    usable: Callable[[Devices], bool]
