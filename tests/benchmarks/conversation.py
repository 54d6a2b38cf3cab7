"""One turn of a conversation by rules: from the message to what it leads to, stored."""

from __future__ import annotations

import time
from pathlib import Path

from bot.app import open_app
from bot.domain.recommendation import Shortlisted
from bot.settings import Settings
from tests.benchmarks.figures import Figure, quantile

ROUNDS = 8
ROOM = 1
# No two alike: a wish, what changes it, verdicts by name and by place, questions, slips, several at once.
MESSAGES = (
    "something thoughtful for tonight, sci-fi maybe",
    "lighter please",
    "seen the second one",
    "not horror, and from the 80s instead",
    "loved Arrival, hated Prometheus",
    "why the first?",
    "i loved arival and the handmaden. more like that, three this time",
    "only series",
    "hey! seen the first two, loved the last one. something funnier? and whats the third about",
    "something else",
)


async def measure(folder: Path) -> list[Figure]:
    """Return the time of a turn, all that is stored included, without a language model."""
    # Nobody listens on port 9: the model is missing, as the goal has it.
    settings = Settings(data_dir=folder / "conversation", embedding_host="127.0.0.1", embedding_port=9)
    turns: list[float] = []
    async with open_app(settings) as app:
        talk = app.services.conversations
        await talk.turn(0, ROOM, ["warm up"])
        for person in range(1, ROUNDS + 1):
            for text in MESSAGES:
                began = time.perf_counter()
                outcome = await talk.turn(person, ROOM, [text])
                turns.append(time.perf_counter() - began)
                if outcome.request is None:
                    continue
                events = app.services.recommender.answer(person, outcome.request)
                async for event in events:
                    if isinstance(event, Shortlisted):
                        talk.notice(person, ROOM, outcome.request, event)
                        break
                await events.aclose()
                await talk.settle()
    return [
        Figure("turn of a conversation by rules, p50", quantile(turns, 0.5) * 1000, "ms"),
        Figure("turn of a conversation by rules, p95", quantile(turns, 0.95) * 1000, "ms", 100),
    ]
