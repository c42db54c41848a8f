"""The consent for showing the eBox: given after a warning, withdrawn as easily (R36, R59, D2)."""

from tui.journey.asking import RETRY, again, ask_profile, trouble
from tui.journey.page import Action, Actions, Fact, Facts, Notice, Part, Text
from tui.journey.visit import Drawn, PageDefinition, Visit
from tui.journey.ways import leads_to
from tui.portal.models import ConsentRecord


def consent_of(visit: Visit) -> ConsentRecord | None:
    """The consent in force, as far as the profile is known."""
    profile = visit.holdings.profile
    return profile.consent("ebox") if profile else None


def not_known(visit: Visit) -> tuple[Part, ...]:
    """What stands there while the consent, or its absence, is not known."""
    if visit.holdings.profile is not None:
        return ()
    if "profile" in visit.holdings.failures:
        return (trouble(visit, "profile"),)
    return (Text(id="loading", text=visit.words("ebox.loading"), role="hint"),)


def draw_consent(visit: Visit) -> Drawn:
    """Give consent, warned that paper stops; or withdraw it, in as many steps (R36, R59, D2)."""
    words = visit.words
    parts = not_known(visit)
    if parts:
        return Drawn(
            title=words("ebox.consent.title"), parts=parts, help=words("ebox.consent.help")
        )
    consent = consent_of(visit)
    if consent is None:
        return Drawn(
            title=words("ebox.consent.title"),
            parts=(
                Text(id="lead", text=words("ebox.consent.lead"), role="lead"),
                Notice(
                    id="paper-stops",
                    kind="warning",
                    title=words("ebox.consent.warning"),
                    body=words("ebox.consent.warning.body"),
                ),
                _roles(visit),
                Text(id="withdrawing", text=words("ebox.consent.withdrawing")),
                _yes_no(visit, "give"),
            ),
            help=words("ebox.consent.help"),
        )
    return Drawn(
        title=words("ebox.withdraw.title"),
        parts=(
            Text(
                id="lead",
                text=words("ebox.withdraw.lead", moment=words.moment(consent.given_at)),
                role="lead",
            ),
            Notice(
                id="at-once",
                kind="warning",
                title=words("ebox.withdraw.warning"),
                body=words("ebox.withdraw.warning.body"),
            ),
            _yes_no(visit, "withdraw"),
        ),
        help=words("ebox.withdraw.help"),
    )


def _roles(visit: Visit) -> Facts:
    """Who answers for what: the showing is Digitaal Vlaanderen's, the eBox itself is not."""
    words = visit.words
    rows = tuple(
        Fact(label=words(f"ebox.roles.{what}"), value=words(f"ebox.roles.{what}.who"))
        for what in ("showing", "service", "content")
    )
    return Facts(id="roles", title=words("ebox.roles.title"), groups=(rows,))


def _yes_no(visit: Visit, verb: str) -> Actions:
    """The answer. What takes something away does not come first: a key held too long must not do it."""
    words = visit.words
    no = Action(id="to-list", label=words(f"ebox.{verb}.no"), kind="back")
    if verb == "give":
        yes = Action(id=verb, label=words("ebox.give.yes"), kind="main")
        return Actions(id="answer", items=(yes, no))
    yes = Action(id=verb, label=words("ebox.withdraw.yes"), kind="danger")
    return Actions(id="answer", items=(no, yes))


async def _give(visit: Visit, _action: str) -> str | None:
    if consent_of(visit) is None:
        await visit.portal.give_ebox_consent()
        visit.holdings.profile = None
        visit.done = visit.words("ebox.given")
    return "ebox"


async def _withdraw(visit: Visit, _action: str) -> str | None:
    """At once: what is held here goes too."""
    removed = await visit.portal.withdraw_ebox_consent()
    holdings = visit.holdings
    holdings.profile = holdings.messages = None
    holdings.opened.clear()
    visit.done = visit.words.count("ebox.withdrawn", removed)
    return "ebox"


PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(
        name="ebox.consent",
        draw=draw_consent,
        load=ask_profile,
        acts={
            RETRY: again(ask_profile),
            "give": _give,
            "withdraw": _withdraw,
            "to-list": leads_to("ebox"),
        },
        tab="ebox",
    ),
)
