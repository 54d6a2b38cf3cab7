"""How the tests get a whole answer and press what stands under it."""

from __future__ import annotations

import re
from typing import Any

from bot.app import App
from bot.playground.components import items_of
from tests.cogs.chat import Answer, Chat, Shown, ended
from tests.cogs.conftest import until_kept
from tests.cogs.wishes import WISH

WHOLE = "Reasons written by llama3.1:8b"
SIGNED_ANEW = f"{WHOLE} · the new title's by the built-in writer"


async def answered(chat: Chat, app: App, person: str, **more: Any) -> Answer:
    """Have the person get a whole answer."""
    answer = chat.slash(person, "recommend", **(WISH | more))
    await ended(answer)
    await until_kept(app, person, "done")
    return answer


def item_of(answer: Shown, tap: str, place: int = 1) -> str:
    """Return the id of the button that says `tap` of the title in that place."""
    assert answer.message is not None
    items: list[str] = [item["custom_id"] for item in items_of(answer.message.data["components"])]
    return next(found for found in items if re.fullmatch(rf"matinee:{tap}:\d+:{place}:\w+", found))


def tap(chat: Chat, person: str, answer: Shown, what: str, place: int = 1) -> Answer:
    return chat.press(person, answer, item_of(answer, what, place))


async def verdicts(app: App, person: str) -> dict[str, str]:
    return {v.title: v.kind.value for v in await app.services.people.verdicts(int(person))}
