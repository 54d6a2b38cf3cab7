"""`ask`: one recommendation, then the end."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager
from datetime import UTC, datetime

from bot.app import Base, open_app, open_base
from bot.domain.errors import BadRequest
from bot.domain.recommendation import Answer, Finished
from bot.domain.text import clip, one_line
from bot.domain.title import Title
from bot.domain.verdict import Verdict, VerdictKind
from bot.domain.wish_reader import MOST_TITLES
from bot.services import Recommender
from bot.services.people import NAME_CHARACTERS
from bot.settings import Settings
from bot.terminal.looking_up import telling_why
from bot.terminal.render import as_json as answer_as_json
from bot.terminal.render import print_json, show, terminal_console

NOBODY = 0
NOT_HEARD = "What others on the bot like is left out: reading so much takes longer than one question is worth. The bot asks them."

Said = Sequence[tuple[str, VerdictKind]]


async def ask_once(
    settings: Settings, request: str, said: Said, limit: int | None, user_id: int | None, *, as_json: bool
) -> None:
    """Answer one request; `said` are titles as they were spelled, with the verdict on each.

    Raises BadRequest for a title that nothing or several match, or a limit outside 1 to 10.
    """
    if limit is not None and not 1 <= limit <= MOST_TITLES:
        raise BadRequest(f"--limit takes 1 to {MOST_TITLES}.")
    async with _recommender(settings, said, user_id) as recommender:
        whose = NOBODY if user_id is None else user_id
        recommending = recommender.recommend(whose, request, limit, remember=user_id is not None)
        async with aclosing(recommending) as events:
            if not as_json:
                await show(terminal_console(), events)
                return
            async for event in events:
                if isinstance(event, Finished):
                    _print(request, event.answer)


def _print(request: str, answer: Answer) -> None:
    for notice in (*answer.notices, answer.trouble):
        if notice:
            sys.stderr.write(f"{notice}\n")
    print_json(answer_as_json(request, answer))


@asynccontextmanager
async def _recommender(settings: Settings, said: Said, user_id: int | None) -> AsyncIterator[Recommender]:
    if user_id is None:
        async with open_base(settings, warm=True) as base:
            now = datetime.now(UTC)
            verdicts = [
                (Verdict(NOBODY, title.title_id, title.title, title.year, kind, "", now), title)
                for title, kind in await _resolved(base, said)
            ]
            yield base.fleeting(verdicts)
        return
    async with open_app(settings, warm=True) as app:
        for title, kind in await _resolved(app.base, said):
            await app.services.people.judge(user_id, title, kind)
        _, is_heard = await asyncio.gather(app.settle(), app.services.community.refit_at_once())
        if not is_heard:
            sys.stderr.write(f"{NOT_HEARD}\n")
        yield app.services.recommender


async def _resolved(base: Base, said: Said) -> list[tuple[Title, VerdictKind]]:
    """Return the titles meant, all of them, before anything is kept."""
    found = []
    for text, kind in said:
        name = clip(one_line(text), NAME_CHARACTERS)
        if not name:
            raise BadRequest(f"Name the film or series that is {kind}.")
        with telling_why(base.lookup):
            found.append(((await base.lookup.resolve(name)).require(), kind))
    return found
