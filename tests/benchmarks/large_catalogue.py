"""A catalogue of a hundred thousand titles that nobody made, as lopsided as a real one, stored as an import would be."""

from __future__ import annotations

import asyncio
import itertools
import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import numpy as np

from bot.catalogue.importer import fame_of
from bot.catalogue.loader import load_shipped
from bot.domain.ports import Vectors
from bot.domain.title import Kind, Title
from bot.memory.minilm import DIMENSIONS, MODEL_NAME
from bot.memory.vector_cache import hash_of
from bot.settings import SHIPPED_CATALOGUE, Settings
from bot.storage.database import open_database
from bot.storage.titles import TitleStore
from bot.storage.vectors import VectorStore
from tests.benchmarks.completing import SYLLABLES, invented

SEED = 17
WORDS_OF_A_DESCRIPTION = (12, 80)
PEOPLE, KEYWORDS, CENTRES = 150_000, 20_000, 200
# Descriptions are cut out of so many words in a row.
TOLD_WORDS = 1_000_000
# The vote counts of the best known films fall off like this with their rank.
MOST_VOTES, HALF_RANK, FALL = 38_000, 700, 1.5
STORED_AT_ONCE = 10_000


def invented_titles(count: int) -> list[Title]:
    """Return that many titles with names, texts, people and fame of the usual lengths and frequencies, always the same.

    Words, genres, countries and languages occur as often as in the shipped titles, so that wishes find something.
    """
    chance = random.Random(SEED)
    shipped = load_shipped(SHIPPED_CATALOGUE)
    write = _writer(chance, shipped)
    people = _drawn(chance, [f"{_name(chance)} {_name(chance)}" for _ in range(PEOPLE)])
    coined = [f"{_name(chance).lower()} {_name(chance).lower()}" for _ in range(KEYWORDS)]
    known = Counter(keyword for title in shipped for keyword in title.keywords).most_common()
    keywords = _drawn(chance, [*(keyword for keyword, _ in known), *coined])
    ranks = list(range(count))
    chance.shuffle(ranks)
    return [
        _title(chance, title, rank, chance.choice(shipped), write, people, keywords)
        for title, rank in zip(invented(count), ranks, strict=True)
    ]


def _title(
    chance: random.Random,
    named: Title,
    rank: int,
    model: Title,
    write: Callable[[int], str],
    people: Callable[[int], list[str]],
    keywords: Callable[[int], list[str]],
) -> Title:
    """Return `named` with everything a record of TMDB has; `model` lends genres and origin."""
    votes = int(MOST_VOTES / (1 + rank / HALF_RANK) ** FALL)
    name = named.title if chance.random() < 0.5 else write(chance.randint(1, 4)).title()
    return replace(
        named,
        title=name,
        original_title=write(2).title() if chance.random() < 0.3 else "",
        year=2025 - int(chance.expovariate(1 / 18)) % 120,
        kind=Kind.SERIES if chance.random() < 0.2 else Kind.FILM,
        genres=model.genres,
        description=write(chance.randint(*WORDS_OF_A_DESCRIPTION)).capitalize() + ".",
        keywords=tuple(dict.fromkeys(keywords(chance.randint(0, 12)))),
        directors=tuple(people(1)),
        actors=tuple(dict.fromkeys(people(chance.randint(2, 8)))),
        countries=model.countries,
        languages=model.languages,
        runtime=int(chance.gauss(100, 20)),
        fame=fame_of(votes),
        votes=votes,
        rating=round(min(9.0, max(2.0, chance.gauss(6.4, 1.0))), 1),
        tmdb_id=1_000_000 + rank,
    )


def _name(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=chance.randint(2, 3))).title()


def _writer(chance: random.Random, shipped: Iterable[Title]) -> Callable[[int], str]:
    """Return what writes so many words, each as often as in the shipped descriptions, now and then a name."""
    words = [word.strip(".,;:–—!?“”()") for title in shipped for word in title.description.lower().split()]
    told = chance.choices(words, k=TOLD_WORDS)

    def write(count: int) -> str:
        start = chance.randrange(len(told) - count)
        text = told[start : start + count]
        if count > 20:
            text[count // 2] = _name(chance)
        return " ".join(text)

    return write


def _drawn(chance: random.Random, names: Sequence[str]) -> Callable[[int], list[str]]:
    """Return what draws so many of `names`, those further ahead oftener, after Zipf."""
    cumulative = list(itertools.accumulate(1 / (place + 20) for place in range(len(names))))
    return lambda count: chance.choices(names, cum_weights=cumulative, k=count)


def invented_vectors(count: int) -> Vectors:
    """Return unit vectors, shape (count, d), around some centres, as alike on average as those of real texts."""
    chance = np.random.default_rng(SEED)
    centres = chance.standard_normal((CENTRES, DIMENSIONS), dtype=np.float32) + 0.5
    vectors = centres[chance.integers(CENTRES, size=count)]
    vectors += 1.2 * chance.standard_normal((count, DIMENSIONS), dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


async def store_large_catalogue(settings: Settings, count: int) -> None:
    """Store so many titles, the shipped ones beside them not counted, with their vectors."""
    titles = await asyncio.to_thread(invented_titles, count)
    vectors = await asyncio.to_thread(invented_vectors, count)

    async with open_database(settings.database) as database:
        await TitleStore(database).upsert(titles, "tmdb")
        store = VectorStore(database)
        for start in range(0, count, STORED_AT_ONCE):
            rows = range(start, min(start + STORED_AT_ONCE, count))
            await store.write(MODEL_NAME, {hash_of(titles[row].document): vectors[row] for row in rows})
