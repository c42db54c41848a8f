"""A sign-in method on the citizen's side: a frozen value, in its own module of `tui.pages.sign_in`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from tui.devices.held import Devices
from tui.journey.context import Act, PageBody, PageContext
from tui.page.parts import Device
from tui.portal.client import Portal

if TYPE_CHECKING:
    from tui.portal.models import Interaction, Model, Person


class DeviceDefinition(Struct, frozen=True, kw_only=True):
    """One of the citizen's devices: how it is drawn, and what can be done with it."""

    draw: Callable[[PageContext], Device]
    acts: Mapping[str, Act]


class SignInStep(Struct, frozen=True, kw_only=True):
    """A step of a method; methods list their steps by the identity provider's ids.

    `details` is the shape of the provider's details of the step (None: it has none); details of another
    shape are rejected before a page sees them. `device` is shown beside the page. While the step lasts,
    `ask` passes the provider's question to a device (again at each change, so it must be idempotent), and
    `poll` is a long poll for what a device shows, repeated until it returns False. `withdrawn` is the key of
    a sentence for a citizen who goes back from here; "" for none. `left` tells whoever a device asked that
    nobody waits any more, once the step is over; it raises nothing.
    """

    draw: Callable[[PageContext, Interaction], PageBody]
    details: type[Model] | None = None
    device: DeviceDefinition | None = None
    ask: Callable[[Devices, Interaction], None] | None = None
    poll: Callable[[Devices, Portal], Awaitable[bool]] | None = None
    left: Callable[[Devices, Portal], Awaitable[None]] | None = None
    withdrawn: str = ""


class Answer(Struct, frozen=True, kw_only=True):
    """One thing to do in order to sign in, as soon as the page offers `action`.

    With a `form`, that form is sent with `secrets` typed into it, and `action` is its button.
    `on_device`: it is done on a device, which does it by itself in a demonstration; `told` is the key of the
    words that tell it there beforehand. `aside`: it stands on another way than the usual one, and is done
    only by a device that offers it.
    """

    action: str
    form: str = ""
    secrets: Callable[[Devices], Mapping[str, str]] | None = None
    on_device: bool = False
    told: str = ""
    aside: bool = False


HIGH = 450
"""CSAM's level from which on a way is "high" on the scale of eIDAS; the others here are "substantial"."""


class SignInMethod(Struct, frozen=True, kw_only=True):
    """A way to sign in. Its words are found by `id`: "sign-in.method.<id>", "sign-in.failure.<id>.<code>".

    `failures` are the codes that have words of their own; methods that fail alike share them under one name,
    `fails_as`. `told_as` gives another code for a failure, where a device knows more of it. `level` is CSAM's
    level of assurance. `later` tells, by the code of a failure, in how many seconds a device that answers by
    itself can answer again; None if it never can, because the world's clock stands still.

    `answers`, in order, lead from the choice of the method to the session: deep links, demonstrations and
    tests follow them. `usable` says whether a person has the devices and the age that the method needs.
    """

    id: str
    steps: Mapping[str, SignInStep]
    acts: Mapping[str, Act] = {}
    failures: tuple[str, ...] = ()
    fails_as: str = ""
    told_as: Callable[[Devices, str], str] | None = None
    level: int = 0
    later: Mapping[str, Callable[[Devices, Portal], Awaitable[float | None]]] = {}
    answers: tuple[Answer, ...]
    usable: Callable[[Person], bool]

    @property
    def assurance(self) -> Literal["substantial", "high"]:
        """Its level of assurance on the scale of eIDAS, which the session will have."""
        return "high" if self.level >= HIGH else "substantial"
