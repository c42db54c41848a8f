"""When all that was asked of the full screen is done and drawn: known from its queues, not from a clock."""

import asyncio
from collections.abc import Callable
from typing import Any

from textual import events
from textual.app import App
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.message_pump import MessagePump
from textual.screen import Screen

ROUNDS = 20_000
"""More than any page needs; a page that is never still is an error."""

STILL = 6
"""So many rounds without anything to do are taken for rest: what was done may have begun something else."""

PATIENCE = 30.0
"""Seconds after which what is waited for is not coming: far more than anything here takes."""


async def settled(app: App[Any]) -> None:
    """Wait until every queue is empty and nothing waits to be drawn. Fails where that never comes.

    Textual's own pilot puts a call into the queue of every widget instead, and waits until all came by.
    """
    still = 0
    for _ in range(ROUNDS):
        # Once round all that can go on: also what stands in no queue, such as a task.
        await asyncio.sleep(0)
        if app._exit or not app.screen_stack or app._exception_event.is_set():
            return
        if app.screen.is_running and not _busy_in(app):
            app.screen._on_timer_update()
            still = 0 if _busy_in(app) or _undrawn(app.screen) else still + 1
            if still == STILL:
                await app.animator.wait_until_complete()
                return
        else:
            still = 0
    raise AssertionError("the screen does not come to rest")


def _busy_in(app: App[Any]) -> bool:
    pumps: list[MessagePump] = [app, *app.screen.walk_children(with_self=True)]
    return any(map(_busy, pumps))


def _busy(pump: MessagePump) -> bool:
    """Whether it does anything but wait for a message."""
    idle = bool(pump._message_queue.ready_event._waiters) and not pump._message_queue.qsize()
    return pump.is_running and (not idle or bool(pump._next_callbacks))


def _undrawn(screen: Screen[Any]) -> bool:
    flags = (
        screen._layout_required,
        screen._scroll_required,
        screen._repaint_required,
        screen._recompose_required,
    )
    return any(flags) or bool(screen._dirty_widgets) or bool(screen._callbacks)


async def press(app: App[Any], *keys: str) -> None:
    """Press keys one after the other, each when what came of the one before is drawn.

    Textual's own `Pilot.press` waits for an idle processor instead, 40 ms a key.
    """
    for key in keys:
        driver = app._driver
        assert driver is not None
        driver.send_message(key_event(app, key))
        await settled(app)


def key_event(app: App[Any], key: str) -> events.Key:
    """The event that a terminal's key makes; `key` is a Textual name or one letter."""
    import unicodedata

    name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
    try:
        sign = unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(name, name)))
    except KeyError:
        sign = name if len(name) == 1 else None  # type: ignore[assignment]
    event = events.Key(name, sign)
    event.set_sender(app)
    return event


async def until(app: App[Any], condition: Callable[[], bool]) -> None:
    """Wait until this is so; fails where it does not become so.

    It looks again every 2 ms, and not at an event: what is waited for may come of a thread, of a timer of
    Textual's or of a test's own navigation, which have no queue in common that could be waited on. Nothing
    depends on how long that is; it only leaves the processor to whoever is at work.
    """
    try:
        async with asyncio.timeout(PATIENCE):
            while not condition():
                await asyncio.sleep(0.002)
                await settled(app)
    except TimeoutError:
        raise AssertionError("what was waited for did not happen") from None
