"""`ask`: one recommendation, then the end."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager
from datetime import UTC, datetime

from rich.console import Console

from bot.app import Base, open_app, open_base
from bot.domain.errors import BadRequest
from bot.domain.recommendation import Answer, Event
from bot.domain.title import Title
from bot.domain.verdict import Verdict, VerdictKind
from bot.domain.wish_reader import MOST_TITLES
from bot.services import Recommender
from bot.settings import Settings
from bot.terminal.render import as_json as answer_as_json
from bot.terminal.render import print_json, show

NOBODY = 0

Said = Sequence[tuple[str, VerdictKind]]


async def ask_once(
    settings: Settings, request: str, said: Said, limit: int | None, user_id: int | None, *, as_json: bool
) -> None:
    """Answer one request; `said` are titles as they were spelled, with the verdict on each.

    Raises BadRequest for a title that nothing or several match, or a limit outside 1 to 10.
    """
    if limit is not None and not 1 <= limit <= MOST_TITLES:
        raise BadRequest(f"--limit takes 1 to {MOST_TITLES}.")
    if user_id is not None and user_id < 0:
        raise BadRequest("--user takes a Discord user id.")
    async with _recommender(settings, said, user_id) as recommender:
        whose = NOBODY if user_id is None else user_id
        async with aclosing(recommender.recommend(whose, request, limit)) as events:
            if not as_json:
                await show(Console(), events)
                return
            answer = await _last(events)
        for notice in (*answer.notices, answer.trouble):
            if notice:
                sys.stderr.write(f"{notice}\n")
        print_json(answer_as_json(request, answer))


@asynccontextmanager
async def _recommender(settings: Settings, said: Said, user_id: int | None) -> AsyncIterator[Recommender]:
    if user_id is None:
        async with open_base(settings) as base:
            now = datetime.now(UTC)
            verdicts = [
                (Verdict(NOBODY, title.title_id, title.title, title.year, kind, "", now), title)
                for title, kind in await _resolved(base, said)
            ]
            yield base.fleeting(verdicts)
        return
    async with open_app(settings) as app:
        for title, kind in await _resolved(app.base, said):
            await app.services.people.judge(user_id, title, kind)
        await app.follower.catch_up()
        yield app.services.recommender


async def _resolved(base: Base, said: Said) -> list[tuple[Title, VerdictKind]]:
    """Return the titles meant, all of them, before anything is kept."""
    resolve = base.library.resolver.resolve
    return [((await asyncio.to_thread(resolve, text)).require(), kind) for text, kind in said]


async def _last(events: AsyncIterator[Event]) -> Answer:
    answer: Answer | None = None
    async for event in events:
        answer = event.answer
    if answer is None:
        raise BadRequest("Nothing came of that request.")
    return answer
