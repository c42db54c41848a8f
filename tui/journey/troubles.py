"""What went wrong, in plain words: a notice for any error of the portal's client."""

from tui.locale import Words
from tui.page.parts import Action, Notice
from tui.portal.errors import PortalError, SourceUnavailable

TRY_AGAIN = "try-again"
"""The action that opens the place again after a party did not answer."""

RECONNECT = "reconnect"
"""The action that asks at once whether the portal can be reached again."""


def trouble_notice(words: Words, error: PortalError) -> Notice:
    """What happened, and what to do."""
    return notice_of(words, type(error), error.reason)


def notice_of(words: Words, kind: type[PortalError], reason: str, *, typed: bool = False) -> Notice:
    """The same where the error itself may not be kept: it refers to all that was at hand when it occurred.

    `typed`: the citizen typed something that is neither sent nor saved, and hears that it is still there.
    """
    key = _key(words, kind, reason)
    kept = f"{words('trouble.kept')} " if typed else ""
    retry = Action(id=TRY_AGAIN, label=words("trouble.try-again"), kind="main")
    return Notice(
        id="trouble",
        kind="error",
        title=words(key),
        body=words(f"{key}.way", kept=kept),
        actions=(retry,) if issubclass(kind, SourceUnavailable) else (),
    )


def still_signed_in(
    words: Words, kind: type[PortalError], reason: str, *, typed: bool = False
) -> Notice:
    """Why signing in anew failed, for a citizen whose session goes on."""
    notice = notice_of(words, kind, reason, typed=typed)
    return Notice(id=notice.id, kind="error", title=notice.title, body=words("step-up.failed.way"))


def lost_notice(words: Words) -> Notice:
    """That the portal cannot be reached, which it is asked again and again, for the line above the page."""
    again = Action(
        id=RECONNECT, label=words("trouble.try-again"), short=words("trouble.lost.again")
    )
    return _out_of_reach(words, "trouble.lost", "trouble.lost.way", again)


_CUT_OFF = {
    "phone": ("phone.cut-off", "phone.cut-off.way"),
    "reader": ("reader.cut-off", "reader.cut-off.way"),
}


def cut_off_notice(words: Words, device: str) -> Notice:
    """That a device, "phone" or "reader", reaches nobody, for the line above the page.

    It tries again and again by itself.
    """
    return _out_of_reach(words, *_CUT_OFF[device])


def _out_of_reach(words: Words, title: str, way: str, *actions: Action) -> Notice:
    return Notice(
        id="lost",
        kind="warning",
        title=words(title),
        short=words("trouble.lost.short"),
        body=words(way),
        actions=actions,
    )


def in_a_sentence(notice: Notice) -> str:
    """What such a notice says, for lines, where it is said once."""
    return f"{notice.title} {notice.body}"


def unknown_place(words: Words) -> Notice:
    """The notice for a deep link that leads nowhere."""
    return Notice(
        id="trouble",
        kind="error",
        title=words("trouble.unknown-place"),
        body=words("trouble.unknown-place.way"),
    )


def sign_in_first(words: Words) -> Notice:
    """Why this is the sign-in and not the requested page."""
    return Notice(
        id="sign-in-first",
        kind="info",
        title=words("sign-in.first"),
        body=words("sign-in.first.way"),
    )


def ended_sentence(words: Words, reason: str) -> str:
    """Why the session is over, as one or two sentences; `reason` is that of the error."""
    known = ("idle", "limit", "otherPerson")
    return words(f"session.ended.{reason if reason in known else 'other'}")


def _key(words: Words, error: type[PortalError], reason: str) -> str:
    """`trouble.<Class>.<reason>`, or otherwise `trouble.<Class>` of the class or a base class."""
    keys = [
        key
        for kind in error.__mro__
        for key in (f"trouble.{kind.__name__}.{reason}", f"trouble.{kind.__name__}")
    ]
    return next((key for key in keys if key in words), keys[0])
