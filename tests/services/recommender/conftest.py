"""People who ask the recommender over the shipped catalogue, with a scripted model."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import httpx
import pytest
import pytest_asyncio

from bot.app import Base, open_base
from bot.domain.recommendation import Answer, Author, Event, Finished, Status
from bot.domain.title import Title
from bot.domain.verdict import Verdict, VerdictKind
from bot.llm.service import LLMService, open_model_client
from bot.services import Recommender
from tests.bare_settings import bare_settings
from tests.stand_ins.ollama import Ollama

WISH = "thoughtful sci-fi tonight"
TIMEOUT = 1.0
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def base(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Base]:
    settings = bare_settings(data_dir=tmp_path_factory.mktemp("data"))
    async with open_base(settings) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def ollama() -> AsyncIterator[Ollama]:
    async with Ollama() as standing:
        yield standing


@dataclass
class Person:
    """Someone who asks, with what they said of titles before."""

    base: Base
    verdicts: list[tuple[Verdict, Title]] = field(default_factory=list)

    def said(self, kind: VerdictKind, *names: str) -> Person:
        for name in names:
            title = self.base.library.resolver.resolve(name).require()
            verdict = Verdict(0, title.title_id, title.title, title.year, kind, "", NOW)
            self.verdicts.append((verdict, title))
        return self

    def recommender(self) -> Recommender:
        return self.base.fleeting(self.verdicts)


MakePerson = Callable[..., Person]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with open_model_client() as client:
        yield client


@pytest.fixture
def person(base: Base, ollama: Ollama, http: httpx.AsyncClient) -> MakePerson:
    """Return what makes a person whose model is the stand-in."""

    def make(timeout: float = TIMEOUT, **settings: object) -> Person:
        told = {"embedding_host": "127.0.0.1", "embedding_port": ollama.port, "llm_timeout_seconds": timeout}
        chosen = bare_settings(data_dir=base.settings.data_dir, **told, **settings)
        return Person(replace(base, settings=chosen, llm=LLMService(chosen, http)))

    return make


async def events_of(
    recommender: Recommender, wish: str = WISH, limit: int | None = None, excluded: Sequence[str] = ()
) -> list[Event]:
    async with aclosing(recommender.recommend(0, wish, limit, excluded=excluded)) as events:
        return [event async for event in events]


async def answer_of(recommender: Recommender, wish: str = WISH, limit: int | None = None) -> Answer:
    last = (await events_of(recommender, wish, limit))[-1]
    assert isinstance(last, Finished)
    return last.answer


def assert_sound(base: Base, answer: Answer, count: int = 4) -> None:
    """Assert what holds of every answer: that many different catalogue titles, a reason each, a true status."""
    titles = [item.title for item in answer.recommendations]
    assert len({title.title_id for title in titles}) == len(titles) == count
    assert all(base.library.get(title.title_id) == title for title in titles)
    by_model = 0
    for item in answer.recommendations:
        assert item.author in (Author.MODEL, Author.BUILT_IN)
        assert len(item.why.split()) >= 4
        assert not re.search(r"https?:|<[@#]|@everyone|[*_`\n{}]", item.why)
        assert 0.0 <= item.confidence <= 1.0
        by_model += item.author is Author.MODEL
    expected = {0: Status.BUILT_IN, count: Status.COMPLETE}.get(by_model, Status.PARTIAL)
    assert answer.status is expected
    assert answer.engine == ("built_in" if by_model == 0 else "ollama:llama3.1:8b")
    assert bool(answer.trouble) is (by_model < count)
    if answer.trouble:
        assert re.fullmatch(r"(The|No|What) [^\n]{8,90}\.", answer.trouble)


def whys(answer: Answer) -> list[str]:
    return [item.why for item in answer.recommendations]
