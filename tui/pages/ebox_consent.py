"""The consent for showing the eBox: given after a warning, and withdrawn as easily (R36, R59, D2)."""

from tui.journey.context import PageBody, PageContext, PageDefinition
from tui.journey.fetching import RETRY, again, ask_profile, unavailable_notice
from tui.page.parts import Action, Actions, Fact, Facts, Notice, Part, Text
from tui.pages.links import go_to
from tui.pages.step_up import STEP_UP, level_notice, level_too_low, step_up, step_up_action
from tui.portal.models import ConsentRecord


def consent_in_force(context: PageContext) -> ConsentRecord | None:
    """The consent in force; None without consent, or while the profile is not known."""
    profile = context.holdings.profile
    return profile.consent("ebox") if profile else None


def consent_unknown(context: PageContext) -> tuple[Part, ...]:
    """What is shown while it is not known whether there is consent; () once it is known."""
    if context.holdings.profile is not None:
        return ()
    if "profile" in context.holdings.failures:
        return (unavailable_notice(context, "profile"),)
    return (Text(id="loading", text=context.words("ebox.loading"), role="hint"),)


def draw_consent(context: PageContext) -> PageBody:
    """Giving consent, with a warning that paper post stops; or withdrawing it, in as many steps."""
    words = context.words
    parts = consent_unknown(context)
    if parts:
        return PageBody(
            title=words("ebox.consent.title"), parts=parts, help=words("ebox.consent.help")
        )
    consent = consent_in_force(context)
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
                *_give_or_step_up(context),
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
            _yes_or_no(context, "withdraw"),
        ),
        help=words("ebox.withdraw.help"),
    )


def _roles(context: PageContext) -> Facts:
    """Who is the controller: Digitaal Vlaanderen of showing the eBox, but not of the eBox itself."""
    words = context.words
    rows = tuple(
        Fact(label=words(f"ebox.roles.{what}"), value=words(f"ebox.roles.{what}.who"))
        for what in ("showing", "service", "content")
    )
    return Facts(id="roles", title=words("ebox.roles.title"), groups=(rows,))


def _yes_or_no(context: PageContext, verb: str) -> Actions:
    """Yes and no. Withdrawing does not come first: a key that is held too long must not do it."""
    words = context.words
    no = Action(id="to-list", label=words(f"ebox.{verb}.no"), kind="back")
    if verb == "give":
        yes = Action(id=verb, label=words("ebox.give.yes"), kind="main")
        return Actions(id="answer", items=(yes, no))
    yes = Action(id=verb, label=words("ebox.withdraw.yes"), kind="danger")
    return Actions(id="answer", items=(no, yes))


def _give_or_step_up(context: PageContext) -> tuple[Part, ...]:
    """Yes and no; where the level is too low for a yes, what to do first."""
    if not level_too_low(context):
        return (_yes_or_no(context, "give"),)
    no = Action(id="to-list", label=context.words("ebox.give.no"), kind="back")
    return (
        level_notice(context, "ebox.consent.level"),
        Actions(id="answer", items=(step_up_action(context), no)),
    )


async def _give(context: PageContext, _action: str) -> str | None:
    if consent_in_force(context) is None:
        await context.portal.give_ebox_consent()
        context.holdings.profile = None
        context.done = context.words("ebox.given")
        context.finished = True
    return "ebox"


async def _withdraw(context: PageContext, _action: str) -> str | None:
    """Withdraw at once, and drop what is held here."""
    await context.portal.withdraw_ebox_consent()
    holdings = context.holdings
    removed = holdings.held_messages
    holdings.profile = holdings.messages = None
    holdings.opened.clear()
    context.done = context.words.count("ebox.withdrawn", removed)
    context.finished = True
    return "ebox"


PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(
        name="ebox.consent",
        title="ebox.consent.title",
        draw=draw_consent,
        load=ask_profile,
        acts={
            RETRY: again(ask_profile),
            "give": _give,
            "withdraw": _withdraw,
            "to-list": go_to("ebox"),
            STEP_UP: step_up,
        },
        tab="ebox",
    ),
)
