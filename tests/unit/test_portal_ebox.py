"""The eBox's pages put together in the citizen's program, as the portal passes them on."""

from typing import Any

import msgspec
import pytest

from tui.portal.cleaning import Several, no_member
from tui.portal.ebox import MOST_PAGES, PAGE_SIZE, read_message, read_messages
from tui.portal.models import Localized

SENDERS = [{"organizationId": "1", "organizationShortName": {"nl": "FOD"}}]


def message(day: int, **changes: Any) -> dict[str, Any]:
    """A message that was received on this day."""
    return {
        "messageId": f"m{day}",
        "subject": {"nl": f"Bericht {day}"},
        "receiptDate": f"2026-{day // 28 % 12 + 1:02}-{day % 28 + 1:02}T08:00:00Z",
        "expirationDate": "2027-11-02T08:00:00Z",
        "readStatus": False,
        "senderOrganizationId": "1",
        **changes,
    }


class Ebox:
    """An eBox with these messages, as it is asked by way of the portal; `asked` are path and target."""

    def __init__(self, *messages: dict[str, Any], total: int | None = None) -> None:
        self.messages = messages
        self.total = len(messages) if total is None else total
        self.asked: list[tuple[str, str]] = []

    async def get(self, path: str, target: str, kind: Any, several: Several = no_member) -> Any:
        """What is sealed in the answer."""
        self.asked.append((path, target))
        assert several("nl") == path.endswith("/body"), "only a letter has several lines"
        name, _, query = path.partition("?page=")
        if name == "/messages":
            first = (int(query) - 1) * PAGE_SIZE
            items = self.messages[first : first + PAGE_SIZE]
            return msgspec.convert({"items": items, "totalItems": self.total}, kind)
        if name == "/senders":
            return msgspec.convert({"items": SENDERS, "totalItems": 1}, kind)
        if name.endswith("/body"):
            return msgspec.convert({"nl": "De inhoud."}, kind)
        return msgspec.convert(self.messages[0], kind)


@pytest.mark.requirement("R36")
async def test_pages_become_a_list_newest_first_with_senders_and_counts() -> None:
    ebox = Ebox(*(message(day, readStatus=day > 200) for day in range(230)))
    found = await read_messages(ebox.get)
    assert [one.message_id for one in found.items] == [f"m{day}" for day in range(229, -1, -1)]
    assert (found.total_items, found.unread) == (230, 201)
    assert found.items[0].sender_name == {"nl": "FOD"}
    # What a sealed page belongs to is what the eBox itself was asked.
    assert ebox.asked[:3] == [
        (f"/messages?page={page}", f"/citizen/v2/ebox/messages?page={page}&pageSize=100")
        for page in (1, 2, 3)
    ]
    assert ebox.asked[3:] == [
        ("/senders?page=1", "/citizen/v2/referenceData/senderOrganizations?page=1&pageSize=100")
    ]


async def test_what_is_not_to_be_seen_is_left_out_and_who_has_no_name_has_a_number() -> None:
    ebox = Ebox(message(1, visible=False), message(2, senderOrganizationId="99"))
    found = await read_messages(ebox.get)
    assert [(one.message_id, one.sender_name) for one in found.items] == [("m2", {"zxx": "99"})]
    assert (found.total_items, found.unread) == (1, 1)


async def test_a_message_that_comes_meanwhile_makes_no_other_appear_twice() -> None:
    ebox = Ebox(*(message(day) for day in range(150)))
    get = ebox.get

    async def one_more_each_time(
        path: str, target: str, kind: Any, several: Several = no_member
    ) -> Any:
        answer = await get(path, target, kind, several)
        ebox.messages = (message(150), *ebox.messages)
        return answer

    found = await read_messages(one_more_each_time)
    assert len({one.message_id for one in found.items}) == len(found.items) == 150


@pytest.mark.parametrize("kept", [0, MOST_PAGES * PAGE_SIZE + 1])
async def test_a_total_that_never_comes_ends(kept: int) -> None:
    ebox = Ebox(*(message(day) for day in range(kept)), total=10**9)
    found = await read_messages(ebox.get)
    assert len(found.items) == min(kept, MOST_PAGES * PAGE_SIZE)
    assert found.more == (kept > MOST_PAGES * PAGE_SIZE), "what is not shown is not kept silent"
    assert len(ebox.asked) <= MOST_PAGES + 1


async def test_an_opened_message_has_its_body_and_is_read() -> None:
    ebox = Ebox(message(3))
    opened = await read_message(ebox.get, "m3")
    body: Localized = {"nl": "De inhoud."}
    assert (opened.message_id, opened.body, opened.read_status) == ("m3", body, True)
    base = "/citizen/v2/ebox/messages/m3"
    assert ebox.asked[0] == ("/messages/m3", base)
    assert ebox.asked[-1] == ("/messages/m3/body", base + "/body")
