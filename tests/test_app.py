"""Opening, wiring and closing: what an operator meets at a start, and what happens behind the answers."""

from __future__ import annotations

import asyncio
import logging
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import insert

from bot.app import App, load_titles, open_app, open_base, title_follower
from bot.domain.by_name import title_by_name
from bot.domain.errors import MatineeError
from bot.domain.recommendation import Answer, Finished
from bot.domain.title import Title
from bot.domain.verdict import VerdictKind
from bot.memory.vector_cache import CachedEmbedder
from bot.services.embedding import vectors_of
from bot.settings import Settings
from bot.storage.database import open_database
from bot.storage.tables import memory_outbox, verdicts
from bot.storage.titles import TitleStore
from tests.bare_settings import bare_settings
from tests.memory.samples import RandomEmbedder, film
from tests.waiting import until

ADA = 81_234_567_890_123_456
NOBODY_LISTENS = 9


def settings_in(folder: Path) -> Settings:
    """Settings that know nothing of this machine's environment, nor of a language model."""
    return bare_settings(
        data_dir=folder,
        embedding_host="127.0.0.1",
        embedding_port=NOBODY_LISTENS,
    )


@pytest.fixture(scope="module")
def opened_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder after the first start: the embedding model and every vector are made."""
    folder = tmp_path_factory.mktemp("opened-once")

    async def start() -> None:
        async with open_base(settings_in(folder), warm=True) as base:
            await base.embedder.embed(["warm"])

    asyncio.run(start())
    return folder


@pytest.fixture
def settings(tmp_path: Path, opened_once: Path) -> Settings:
    folder = tmp_path / "var"
    shutil.copytree(opened_once, folder, ignore=shutil.ignore_patterns("models"))
    (folder / "models").symlink_to(opened_once / "models", target_is_directory=True)
    return settings_in(folder)


@pytest.fixture
async def ollama() -> AsyncIterator[TestServer]:
    """An Ollama that compares texts by their letters."""

    async def embed(request: web.Request) -> web.Response:
        texts = (await request.json())["input"]
        rows = [[float(len(text)), float(text.count("e")), float(text.count("a")), 1.0] for text in texts]
        return web.json_response({"model": "letters", "embeddings": rows})

    app = web.Application()
    app.router.add_post("/api/embed", embed)
    server = TestServer(app, host="127.0.0.1")
    await server.start_server()
    yield server
    await server.close()


async def answer_to(app: App, wish: str, user_id: int = ADA) -> Answer:
    async with aclosing(app.services.recommender.recommend(user_id, wish)) as events:
        async for event in events:
            if isinstance(event, Finished):
                return event.answer
    raise AssertionError("no answer")


# -- opening ----------------------------------------------------------------------------------------------


async def test_a_fresh_machine_answers_remembers_and_records(settings: Settings) -> None:
    async with open_app(settings) as app, app.in_background():
        title = await app.services.people.find("Arrival")
        await app.services.people.judge(ADA, title, VerdictKind.LIKED)
        answer = await answer_to(app, "thoughtful sci-fi tonight")
        assert len(answer.recommendations) == 4
        assert title not in [item.title for item in answer.recommendations]
    async with open_app(settings) as app:  # what was in the background has been drained
        recollection = await app.services.recommender._retrieval._memory.recall(ADA)
        assert recollection.vectors.any()
        exported = await app.services.people.export(ADA)
        assert [row["request"] for row in exported["recommendations"]] == ["thoughtful sci-fi tonight"]


async def test_answering_nobody_in_particular_leaves_no_trace_and_opens_no_chroma(settings: Settings) -> None:
    async with (
        open_base(settings) as base,
        aclosing(base.fleeting([]).recommend(0, "a secret wish")) as events,
    ):
        assert [type(event).__name__ async for event in events][-1] == "Finished"
    assert not (settings.data_dir / "chroma").exists()
    assert b"secret wish" not in b"".join(path.read_bytes() for path in settings.data_dir.glob("matinee*"))


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        ({"database_url": "sqlite:////proc/nowhere/x.db"}, "cannot be opened for writing"),
        ({"database_url": "nonsense"}, "DATABASE_URL"),
        ({"chroma_url": "http://127.0.0.1:9"}, "Check that the server at CHROMA_URL runs"),
    ],
)
async def test_what_does_not_open_says_so_in_a_sentence(
    settings: Settings, broken: dict[str, str], sentence: str
) -> None:
    with pytest.raises(MatineeError, match=sentence):
        async with open_app(settings.model_copy(update=broken)):
            pass


async def test_chroma_in_a_folder_that_is_none_says_what_to_do(settings: Settings) -> None:
    (settings.data_dir / "chroma").write_text("in the way")
    with pytest.raises(MatineeError, match="move it away and start again"):
        async with open_app(settings):
            pass


async def test_without_an_embedding_model_wishes_are_searched_by_words(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    away = settings.model_copy(update={"embedder": "ollama"})
    async with open_app(away, warm=True) as app:
        assert app.base.library.vectors is None
        await app.services.people.judge(ADA, await app.services.people.find("Heat"), VerdictKind.LIKED)
        answer = await answer_to(app, "korean thriller")
    assert len(answer.recommendations) == 4
    assert "searching by words only" in caplog.text


async def test_another_embedding_model_makes_its_own_vectors_once(
    settings: Settings, ollama: TestServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    other = settings.model_copy(
        update={"embedder": "ollama", "embedding_model": "letters", "embedding_port": ollama.port}
    )
    async with open_base(settings) as base:
        assert base.library.vectors is not None
        assert base.library.vectors.shape == (len(base.library.titles), 384)
    for _ in range(2):
        async with open_base(other) as base:
            assert base.library.vectors is not None
            assert base.library.vectors.shape == (len(base.library.titles), 4)
        await ollama.close()  # the second time nothing is asked for


class Slow(RandomEmbedder):
    async def embed(self, texts: Any) -> Any:
        await asyncio.sleep(0.02)
        return await super().embed(texts)


async def test_a_long_embedding_tells_how_far_it_is(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    monkeypatch.setattr("bot.services.embedding.NOTICEABLE_SECONDS", 0.05)
    titles = [film(number) for number in range(1000)]
    told: list[tuple[int, int]] = []
    vectors = await vectors_of(titles, CachedEmbedder(Slow(), []), lambda *step: told.append(step))
    assert vectors is not None
    assert vectors.shape == (1000, RandomEmbedder.dimensions)
    assert told[-1] == (1000, 1000)
    assert told == sorted(told)
    assert len(told) > 2
    assert "done=1000 of=1000" in caplog.text


async def test_nothing_to_recommend_is_no_crash(settings: Settings) -> None:
    async with open_database(settings.database) as database:
        await TitleStore(database).replace([], "tmdb")
        assert await load_titles(database) == []
    async with open_app(settings) as app:
        assert (await answer_to(app, "anything")).recommendations == ()


# -- in the background --------------------------------------------------------------------------------------


async def test_what_others_store_is_taken_in_as_a_start_would(settings: Settings) -> None:
    async with open_base(settings) as base, open_database(settings.database) as elsewhere:
        shipped = await base.lookup.resolve("Arrival (2016)")
        assert shipped.title is not None
        told = replace(shipped.title, description="Other words.", tmdb_id=4242, votes=7000)
        added = film(7)
        await TitleStore(elsewhere).upsert([told, added], "tmdb")
        follower = title_follower(base)
        await follower.take_in()
        before = base.library.holdings
        await follower.take_in()
        assert base.library.holdings is before
        taken = {title.title_id: title for title in base.library.titles}
        assert taken == {title.title_id: title for title in await load_titles(elsewhere)}
    assert taken[told.title_id].votes == 7000
    assert taken[told.title_id].description == shipped.title.description
    assert taken[added.title_id] == added


async def test_a_background_task_that_breaks_is_logged_and_the_bot_goes_on(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken:
        async def run(self) -> None:
            raise RuntimeError("a bug")

        async def catch_up(self) -> int:
            return 0

    async with open_app(settings) as app:
        odd = replace(app, follower=Broken())  # type: ignore[arg-type]
        async with odd.in_background():
            await until(lambda: "a background task ended task=index-follower" in caplog.text)
            assert len((await answer_to(app, "a heist")).recommendations) == 4
    assert "a bug" in caplog.text


async def test_models_that_are_away_are_told_of_once_and_kill_nothing(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    away = settings.model_copy(update={"embedder": "ollama"})
    async with open_app(away) as app, app.in_background():
        await until(lambda: "the built-in writer takes over" in caplog.text)
        assert len((await answer_to(app, "a heist")).recommendations) == 4
    assert "a background task ended" not in caplog.text


async def test_leaving_at_once_ends_what_runs_in_the_background(settings: Settings) -> None:
    async with open_app(settings) as app, app.in_background():
        pass
    left = {task.get_name() for task in asyncio.all_tasks()}
    assert not left & {"index-follower", "warm", "load"}


async def test_what_was_kept_by_name_is_joined_to_the_title_once_that_is_imported(settings: Settings) -> None:
    kept = title_by_name("Zxqv the Unheard (2019)")
    async with open_app(settings) as app:
        await app.services.people.judge(ADA, kept, VerdictKind.LIKED, "its light")
        await app.services.watchlist.add(ADA, kept)
        await app.follower.catch_up()
        real = Title(
            "zxqv-the-unheard-2019", "Zxqv the Unheard", 2019, genres=("drama",), description="A film."
        )
        await TitleStore(app.base.database).upsert([real], "tmdb")
    async with open_app(settings) as app:
        [verdict] = await app.services.people.verdicts(ADA)
        [planned] = await app.services.watchlist.of(ADA)
        assert (verdict.title_id, verdict.note, planned.title_id) == (
            real.title_id,
            "its light",
            real.title_id,
        )
        await app.follower.catch_up()
        offered = await app.services.recommender.shortlist(ADA, "drama", 20)
        assert real.title_id not in {candidate.title.title_id for candidate in offered}


async def test_what_was_kept_by_name_is_joined_while_the_bot_runs_too(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.title_follower.LOOK_SECONDS", 0.01)
    kept = title_by_name("Zxqv the Unheard (2019)")
    real = Title("zxqv-the-unheard-2019", "Zxqv the Unheard", 2019, description="A film.")
    async with open_app(settings) as app, app.in_background():
        await app.services.people.judge(ADA, kept, VerdictKind.LIKED, "its light")
        async with open_database(settings.database) as elsewhere:
            await TitleStore(elsewhere).upsert([real], "tmdb")

        async def is_joined() -> bool:
            return [v.title_id for v in await app.services.people.verdicts(ADA)] == [real.title_id]

        await until(is_joined)


async def test_likes_that_chroma_lost_are_put_right_at_the_next_start(settings: Settings) -> None:
    async with open_app(settings) as app:
        for name in ("Arrival", "Heat", "Alien"):
            await app.services.people.judge(ADA, await app.services.people.find(name), VerdictKind.LIKED)
        await app.follower.catch_up()
    shutil.rmtree(settings.data_dir / "chroma")
    async with open_app(settings) as app, app.in_background():

        async def recalled() -> bool:
            recollection = await app.services.recommender._retrieval._memory.recall(ADA)
            return bool(recollection.vectors.any(axis=1).all())

        await until(recalled)


async def test_twenty_thousand_verdicts_to_index_hold_up_neither_the_start_nor_answers(
    settings: Settings,
) -> None:
    async with open_base(settings) as base:
        titles = base.library.titles
    async with open_database(settings.database) as database, database.writing() as connection:
        await connection.execute(
            insert(verdicts), [said(user, title) for user in range(1, 101) for title in titles[:200]]
        )
        await connection.execute(
            insert(memory_outbox),
            [{"user_id": 1, "title_id": title.title_id, "at": NOW} for title in titles[:50]],
        )
    began = time.perf_counter()
    async with open_app(settings) as app, app.in_background():
        opened = time.perf_counter() - began
        longest = 0.0
        began = time.perf_counter()
        while time.perf_counter() - began < 2:
            before = time.perf_counter()
            await asyncio.sleep(0.005)
            longest = max(longest, time.perf_counter() - before)
        answer = await answer_to(app, "something warm", user_id=7)
        assert len(answer.recommendations) == 4
        indexed = await app.follower._index.count()
    assert opened < 10
    assert longest < 0.5
    assert 0 < indexed < 20_000  # it was at work meanwhile


NOW = datetime(2026, 1, 2, tzinfo=UTC)


def said(user_id: int, title: Title) -> dict[str, Any]:
    row = {"user_id": user_id, "title_id": title.title_id, "title": title.title, "year": title.year}
    return {**row, "verdict": "liked", "note": "", "at": NOW}
