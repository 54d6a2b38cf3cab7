"""Titles, prompts and cuts that the tests of text generation share."""

from __future__ import annotations

import itertools
from contextlib import aclosing

from hypothesis import strategies as st

from bot.domain.pick import Pick
from bot.domain.ports import InQueue, WritingTask
from bot.domain.prompt import Preference, Prompt, prompt_for_picks
from bot.domain.title import Title
from bot.llm.service import LLMService

TITLES = tuple(
    Title(f"made-up-{n}-200{n}", f"Made Up {word}", 2000 + n, description=f"The {word.lower()} one.")
    for n, word in enumerate("One Two Three Four Five Six".split(), start=1)
)
LIKES = (Preference("Arrival (2016)", note="the quiet"), Preference("Moon (2009)"))


def prompt(limit: int = 4) -> Prompt:
    return prompt_for_picks("something thoughtful", LIKES, TITLES, limit)


def task(limit: int = 4, *, numbers: tuple[int, ...] = (), patience: float | None = None) -> WritingTask:
    return WritingTask("something thoughtful", LIKES, TITLES, limit, numbers, patience)


async def results(service: LLMService, task_: WritingTask) -> list[Pick | InQueue]:
    async with aclosing(service.write(task_)) as picks:
        return [pick async for pick in picks]


def cut(text: str, at: list[int]) -> list[str]:
    """Return `text` cut at these places."""
    places = sorted({min(place, len(text)) for place in at} | {0, len(text)})
    return [text[begin:end] for begin, end in itertools.pairwise(places)]


cuts = st.lists(st.integers(min_value=0, max_value=900), max_size=40)
