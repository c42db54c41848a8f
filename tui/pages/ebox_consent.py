"""The consent for showing the eBox: given after a warning, withdrawn as easily (R36, R59, D2)."""

from tui.journey.context import PageBody, PageContext, PageDefinition
from tui.journey.fetching import RETRY, again, ask_profile, trouble
from tui.page.parts import Action, Actions, Fact, Facts, Notice, Part, Text
from tui.pages.links import leads_to
from tui.portal.models import ConsentRecord


def consent_of(context: PageContext) -> ConsentRecord | None:
    """The consent in force, as far as the profile is known."""
    profile = context.holdings.profile
    return profile.consent("ebox") if profile else None


def not_known(context: PageContext) -> tuple[Part, ...]:
    """What stands there while the consent, or its absence, is not known."""
    if context.holdings.profile is not None:
        return ()
    if "profile" in context.holdings.failures:
        return (trouble(context, "profile"),)
    return (Text(id="loading", text=context.words("ebox.loading"), role="hint"),)


def draw_consent(context: PageContext) -> PageBody:
    """Give consent, warned that paper stops; or withdraw it, in as many steps (R36, R59, D2)."""
    words = context.words
    parts = not_known(context)
    if parts:
        return PageBody(
            title=words("ebox.consent.title"), parts=parts, help=words("ebox.consent.help")
        )
    consent = consent_of(context)
    if consent is None:
        return PageBody(
            title=words("ebox.consent.title"),
            parts=(
                Text(id="lead", text=words("ebox.consent.lead"), role="lead"),
                Notice(
                    id="paper-stops",
                    kind="warning",
                    title=words("ebox.consent.warning"),
                    body=words("ebox.consent.warning.body"),
                ),
                _roles(context),
                Text(id="withdrawing", text=words("ebox.consent.withdrawing")),
                _yes_no(context, "give"),
            ),
            help=words("ebox.consent.help"),
        )
    return PageBody(
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
            _yes_no(context, "withdraw"),
        ),
        help=words("ebox.withdraw.help"),
    )


def _roles(context: PageContext) -> Facts:
    """Who answers for what: the showing is Digitaal Vlaanderen's, the eBox itself is not."""
    words = context.words
    rows = tuple(
        Fact(label=words(f"ebox.roles.{what}"), value=words(f"ebox.roles.{what}.who"))
        for what in ("showing", "service", "content")
    )
    return Facts(id="roles", title=words("ebox.roles.title"), groups=(rows,))


def _yes_no(context: PageContext, verb: str) -> Actions:
    """The answer. What takes something away does not come first: a key held too long must not do it."""
    words = context.words
    no = Action(id="to-list", label=words(f"ebox.{verb}.no"), kind="back")
    if verb == "give":
        yes = Action(id=verb, label=words("ebox.give.yes"), kind="main")
        return Actions(id="answer", items=(yes, no))
    yes = Action(id=verb, label=words("ebox.withdraw.yes"), kind="danger")
    return Actions(id="answer", items=(no, yes))


async def _give(context: PageContext, _action: str) -> str | None:
    if consent_of(context) is None:
        await context.portal.give_ebox_consent()
        context.holdings.profile = None
        context.done = context.words("ebox.given")
    return "ebox"


async def _withdraw(context: PageContext, _action: str) -> str | None:
    """At once: what is held here goes too."""
    removed = await context.portal.withdraw_ebox_consent()
    holdings = context.holdings
    holdings.profile = holdings.messages = None
    holdings.opened.clear()
    context.done = context.words.count("ebox.withdrawn", removed)
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
