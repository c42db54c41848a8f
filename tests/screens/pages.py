"""Pages made by hand, of every sort, for tests of both renderers."""

from collections.abc import Mapping
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from tui.page.finding import Finding
from tui.page.parts import (
    Action,
    ActionKind,
    Actions,
    Device,
    Fact,
    Facts,
    Field,
    Form,
    Item,
    Listing,
    Meter,
    Notice,
    Option,
    Page,
    Pane,
    Part,
    Picture,
    Step,
    Tab,
    Text,
    Timeline,
)

TABS = (
    Tab(id="home", label="Start"),
    Tab(id="data", label="Uw gegevens"),
    Tab(id="ebox", label="eBox"),
    Tab(id="profile", label="Profiel"),
    Tab(id="rights", label="Rechten"),
)

PHONE = Device(
    id="phone",
    kind="phone",
    title="Uw telefoon, van Noor Peeters",
    sentence="De telefoon vraagt of u zich nu aanmeldt.",
    clock="4.26",
    app="itsme",
    parts=(
        Text(id="phone-is", text="Dit is de telefoon van Noor Peeters. Nummer +32 400 00 00 01."),
        Notice(
            id="phone-asks",
            kind="info",
            title="itsme vraagt een bevestiging",
            body="Mijn Burgerprofiel wil uw naam en rijksregisternummer kennen.",
            actions=(
                Action(id="phone-approve", label="Bevestigen", kind="main"),
                Action(id="phone-refuse", label="Weigeren", kind="danger"),
            ),
        ),
    ),
)


def page(id: str, title: str, *parts: Part, **more: object) -> Page:  # noqa: A002
    """A page with what every page has."""
    values: dict[str, object] = {
        "place": id,
        "tabs": TABS,
        "tab": id.split(".")[0],
        "who": "Noor Peeters",
        "who_place": "profile",
        "status": f"De pagina {title} is geladen.",
        **more,
    }
    return Page(id=id, title=title, parts=parts, **values)  # type: ignore[arg-type]


def with_parts(page: Page, *parts: Part, **more: object) -> Page:
    """The same page with other parts."""
    return replace(page, parts=parts, **more)


def buttons(part: str, labels: Mapping[str, str], kind: ActionKind = "plain") -> Actions:
    """A row of buttons, by the ids of their actions."""
    items = (Action(id=name, label=label, kind=kind) for name, label in labels.items())
    return Actions(id=part, items=tuple(items))


LONG = Text(id="long", text="Een zin om te lezen. " * 300)
"""More than a window of text, however large."""

START = page(
    "start",
    "Welkom bij Mijn Burgerprofiel",
    Text(
        id="lead",
        role="lead",
        text="Bekijk op één plaats wat de overheid over u weet. U ziet bij elk gegeven van wie het komt.",
    ),
    Notice(
        id="simulator",
        kind="info",
        title="Dit is een simulator",
        body="Alle personen, berichten en gegevens zijn verzonnen. Er gaat niets naar een echte overheid.",
    ),
    Actions(
        id="choices",
        items=(
            Action(id="go-sign-in", label="Aanmelden", kind="main"),
            Action(id="go-persons", label="Kies een persoon"),
        ),
    ),
    Text(id="can", role="heading", text="Wat kunt u hier doen?"),
    Text(
        id="list",
        text="Uw gegevens bekijken, zoals uw identiteit, uw gezin en uw voertuigen.\n\n"
        "Berichten van de overheid lezen in uw eBox.\n\n"
        "Uw rechten gebruiken. U vraagt bijvoorbeeld om een fout te verbeteren.",
    ),
    buttons(
        "more",
        {"go-privacy": "Privacyverklaring", "go-controllers": "Wie heeft uw gegevens?"},
    ),
    tab="home",
    tabs=(),
    who="Aanmelden",
    who_place="sign-in",
)

REPORT = Action(id="report-identity", label="Meld een fout", spoken="Meld een fout, Identiteit")
ABOUT = Action(id="about-identity", label="Over deze bron", spoken="Over deze bron, Identiteit")

PERSON = {
    "Voornamen": "Noor Elisabeth",
    "Familienaam": "Peeters",
    "Geboren op": "14 maart 1987",
    "Rijksregisternummer": "87.63.14-012.34",
    "Nationaliteit": "Belg",
}

IDENTITY = Facts(
    id="identity",
    title="Identiteit",
    groups=(tuple(Fact(label=label, value=value) for label, value in PERSON.items()),),
    source="Bron: Rijksregister, van de FOD Binnenlandse Zaken. Opgehaald op 23 november 2026 om 10.00 uur.",
    summary="5 gegevens",
    expected=9,
    actions=(REPORT, ABOUT),
)

VEHICLES = Facts(
    id="vehicles",
    title="Voertuigen",
    groups=(
        (Fact(label="Merk", value="Volta Stad"), Fact(label="Nummerplaat", value="1-TST-001")),
        (Fact(label="Merk", value="Fietsenrek 3"), Fact(label="Nummerplaat", value="1-TST-002")),
    ),
    source="Bron: Kruispuntbank Voertuigen, van de FOD Mobiliteit. Opgehaald om 10.00 uur.",
    actions=(
        Action(id="report-vehicles", label="Meld een fout", spoken="Meld een fout, Voertuigen"),
    ),
)

LOADING = Facts(id="household", title="Gezin", state="loading", expected=8)
DOWN = Facts(
    id="diplomas",
    title="Diploma's",
    state="unavailable",
    note="AHOVOKS antwoordt niet sinds 9.58 uur. Probeer het straks opnieuw.",
    source="Bron: Leer- en Ervaringsbewijzendatabank, van AHOVOKS.",
    actions=(Action(id="retry-diplomas", label="Opnieuw ophalen"),),
)
EMPTY = Facts(
    id="growth-package",
    title="Groeipakket",
    state="empty",
    note="Opgroeien heeft geen gegevens over u.",
    source="Bron: Groeipakket, van Opgroeien.",
)

DATA = page(
    "data",
    "Uw gegevens",
    Text(id="lead", role="lead", text="Dit weten overheden over u. Een fout? Meld ze bij de bron."),
    IDENTITY,
    LOADING,
    DOWN,
    VEHICLES,
    EMPTY,
)

BLOCKS = Listing(
    id="blocks",
    title="",
    items=(
        Item(id="identity", title="Identiteit", detail="Noor Peeters", heading="Persoonlijk"),
        Item(id="household", title="Gezin", detail="4 mensen", heading="Persoonlijk"),
        Item(
            id="growth-package",
            title="Groeipakket",
            detail="wordt opgehaald",
            heading="Persoonlijk",
            state="loading",
        ),
        Item(
            id="diplomas",
            title="Diploma's",
            detail="niet beschikbaar",
            heading="Opleiding",
            state="unavailable",
        ),
        Item(
            id="vehicles",
            title="Voertuigen",
            detail="2 voertuigen",
            heading="Mobiliteit",
        ),
    ),
)
LISTED = page(
    "data.list",
    "Uw gegevens",
    BLOCKS,
    count="5 blokken, 1 niet beschikbaar, 1 onderweg",
    opened=Pane(title="Identiteit", count="1 van 5", parts=(IDENTITY,), item="identity"),
)
"""A list, beside which a block stands where there is room."""

OPENED = page(
    "data.vehicles",
    "Voertuigen",
    replace(VEHICLES, table=True, count="2 voertuigen"),
    buttons("ways-on", {"previous": "Vorige: Diploma's", "to-data": "Naar de lijst"}),
    count="5 van 5, Mobiliteit",
    list_of=Pane(
        title="Uw gegevens",
        count=LISTED.count,
        parts=(replace(BLOCKS, chosen="vehicles"),),
        item="vehicles",
    ),
)
"""What that list opens: the list stands beside it where there is room."""

MESSAGES = Listing(
    id="messages",
    title="Uw berichten",
    count="3 berichten, 1 nieuw.",
    items=(
        Item(
            id="m-1",
            title="Uw Groeipakket verandert vanaf januari",
            detail="Opgroeien, 20 november 2026",
            mark="nieuw",
        ),
        Item(id="m-2", title="Afspraak op het stadhuis", detail="Stad Testegem, 12 november 2026"),
        Item(id="m-3", title="Aanslagbiljet", detail="Vlaamse Belastingdienst, 2 oktober 2026"),
    ),
)

WITHDRAW = buttons("withdraw", {"go-consent": "Toestemming intrekken"}, "danger")

EBOX = page(
    "ebox",
    "eBox",
    MESSAGES,
    WITHDRAW,
)

MESSAGE = page(
    "ebox.message",
    "eBox",
    replace(MESSAGES, chosen="m-1"),
    WITHDRAW,
    place="ebox.message/m-1",
    tab="ebox",
    aside=(
        Text(id="subject", role="heading", text="Uw Groeipakket verandert vanaf januari"),
        Text(id="from", role="hint", text="Van Opgroeien, op 20 november 2026. Gelezen."),
        Text(
            id="body",
            text="Beste mevrouw Peeters\n\n"
            "Vanaf 1 januari 2027 krijgt u elke maand 178,14 euro voor elk kind. Dat is 3,48 euro meer. "
            "U moet zelf niets doen. We storten het bedrag op dezelfde rekening.\n\n"
            "Is er iets veranderd in uw gezin? Laat het ons weten.\n\n"
            "Met vriendelijke groeten\nHet team Groeipakket",
        ),
        buttons("reading", {"close-message": "Sluit dit bericht"}, "back"),
    ),
)

ADDRESS = Form(
    id="address-form",
    fields=(
        Field(name="label", label="Naam van het adres", hint="Bijvoorbeeld: thuis of werk."),
        Field(
            name="street",
            label="Straat",
            hint="",
            required=True,
            stored="Molenstraat",
            purpose="address-line1",
        ),
        Field(
            name="houseNumber", label="Huisnummer", hint="", required=True, purpose="address-line2"
        ),
        Field(
            name="postCode",
            label="Postcode",
            hint="Vier cijfers.",
            kind="digits",
            required=True,
            stored="90",
            error="Een postcode heeft vier cijfers, bijvoorbeeld 9000.",
            purpose="postal-code",
        ),
        Field(
            name="kind",
            label="Waarvoor dient het adres?",
            hint="",
            kind="choice",
            required=True,
            options=(
                Option(value="post", label="Voor brieven"),
                Option(value="stay", label="Om te verblijven", hint="Niet uw officiële adres."),
            ),
        ),
        Field(
            name="agree",
            label="Bewaar dit adres in mijn profiel",
            hint="",
            kind="tick",
            required=True,
        ),
        Field(name="words", label="Uw uitleg", hint="Schrijf wat er fout is.", kind="long"),
        Field(
            name="pin",
            label="Pincode",
            hint="4 tot 12 cijfers.",
            kind="digits",
            secret=True,
            required=True,
        ),
    ),
    submit=Action(id="save", label="Controleren"),
    others=(Action(id="cancel", label="Niet bewaren", kind="back"),),
)

FORM = page(
    "profile.address",
    "Een adres toevoegen",
    Notice(
        id="wrong",
        kind="error",
        title="Er klopt iets niet",
        body="Verbeter het veld. Wat u typte, staat er nog.",
        targets=("address-form.postCode",),
    ),
    ADDRESS,
    tab="profile",
    step="Stap 1 van 2",
)

REQUEST = page(
    "rights.request",
    "Uw aanvraag MBP-2026-7K2M4Q",
    Notice(id="done", kind="good", title="Uw aanvraag is verstuurd"),
    Timeline(
        id="steps",
        title="Wat gebeurt er?",
        steps=(
            Step(when="23 november 2026", what="U hebt de aanvraag verstuurd."),
            Step(
                when="Nu",
                what="De FOD Binnenlandse Zaken behandelt ze.",
                note="Digitaal Vlaanderen beslist hier niet.",
                state="now",
            ),
            Step(when="23 december 2026", what="Ten laatste dan krijgt u antwoord.", state="next"),
        ),
    ),
    Meter(id="term", title="Termijn", value=9, of=30, words="nog 21 dagen"),
    Picture(id="points", rows=("# #", " # "), words="Drie punten in een driehoek."),
    Notice(
        id="know", kind="warning", title="Bewaar uw kenmerk", body="U hebt het nodig als u belt."
    ),
    tab="rights",
)

SIGN_IN = page(
    "sign-in",
    "Aanmelden met itsme",
    Text(id="ask", role="lead", text="We stuurden een vraag naar uw telefoon. Bevestig ze daar."),
    buttons("choices", {"stop-sign-in": "Niet aanmelden"}, "back"),
    tabs=(),
    who="Aanmelden",
    who_place="sign-in",
    step="Stap 2 van 2",
    device=PHONE,
)

DEVICES = page(
    "devices",
    "Uw telefoon en kaartlezer",
    Text(id="lead", role="lead", text="Dit zijn de toestellen van Noor Peeters."),
    PHONE,
    aside=(
        Device(
            id="reader",
            kind="reader",
            title="Uw kaartlezer, van Noor Peeters",
            sentence="De kaartlezer vraagt uw PIN.",
            card=("Identiteitskaart", "Noor Peeters", "592-0000001-82", "tot 2031"),
            parts=(
                Text(id="reader-shows", text="De lezer is klaar."),
                buttons("reader-actions", {"out": "Eruit"}),
            ),
        ),
    ),
)
"""Both devices among the parts of a page."""

ALL: tuple[Page, ...] = (START, DATA, EBOX, MESSAGE, FORM, REQUEST, SIGN_IN, LISTED, OPENED)

ATTACK = "\x1b]52;c;aGFsbG8=\x07\x1b[31m[/red][@click=app.quit]klik[/]\x9b2J\u202eomgekeerd\u2066\x00\x7f\r"
"""What a hostile register would like a terminal to do."""

SHOWN = {"title", "text", "body", "label", "source", "note", "count", "mark", "detail", "hint"}
SHOWN |= {"heading", "stored", "error", "when", "what", "who", "status", "step", "sentence"}
"""What is shown as it is, of all that a page has."""

T = TypeVar("T")


def attacked(thing: T) -> T:
    """The same with the attack after each text that is shown."""
    if isinstance(thing, tuple):
        return type(thing)(map(attacked, thing))
    if not isinstance(thing, Struct):
        return thing
    names = SHOWN | {"value"} if isinstance(thing, Fact) else SHOWN
    members = {name: getattr(thing, name) for name in thing.__struct_fields__}
    texts = {name: f"{text} {ATTACK}" for name, text in members.items() if name in names}
    return replace(thing, **{**{name: attacked(value) for name, value in members.items()}, **texts})


HOSTILE = attacked(
    page(
        "hostile",
        "Titel",
        *START.parts[:3],
        IDENTITY,
        MESSAGES,
        REQUEST.parts[1],
        ADDRESS,
        device=PHONE,
    )
)


FOUND = (
    Finding(
        id="go:data.household",
        title="Gezinssamenstelling",
        detail="Opgehaald",
        group="data",
        also=("kinderen", "gezin"),
    ),
    Finding(
        id="go:data.growth-package",
        title="Groeipakket",
        detail="Niet beschikbaar",
        group="data",
        also=("kindergeld",),
    ),
    Finding(
        id="go:ebox.message/1",
        title="Schoolbonus voor een kind",
        detail="Groeipakket, 27 augustus 2026",
        mark="nieuw",
        group="post",
    ),
    Finding(
        id="go:rights.request/1",
        title="Inzage in Groeipakket",
        detail="DV-2026-0001",
        mark="klaar",
        group="request",
        also=("kindergeld",),
    ),
)
"""What the menu finds beside what is on a page."""
