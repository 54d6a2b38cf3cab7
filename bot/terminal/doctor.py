"""`doctor`: each thing the bot needs, found, or what to do about it."""

from __future__ import annotations

import sys
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum

import httpx
from rich.text import Text

from bot.app import embedder_over, load_titles
from bot.catalogue.tmdb import WHERE_TO_GET_A_KEY, open_tmdb_titles
from bot.domain.errors import EmbeddingsUnavailable, MatineeError, SettingsError, SourceRefused
from bot.llm.service import LLMService
from bot.settings import Settings, load_settings
from bot.storage.database import Database, open_database
from bot.storage.tmdb import TmdbStore
from bot.terminal.render import terminal_console

PATIENCE_SECONDS = 10.0
# So long TMDB's terms let its titles be kept before they are fetched anew.
KEPT_AT_MOST = timedelta(days=182)


class Grade(Enum):
    """How well one thing stands."""

    GOOD = ("✓", "green")
    MISSING = ("–", "yellow")  # the bot does without
    BAD = ("✗", "red")  # the bot does not start, or not as it should


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, in words."""

    grade: Grade
    text: str


async def examine() -> int:
    """Print a line per thing as it is found; return 1 when the bot cannot run like this."""
    console = terminal_console()
    status = 0
    async with aclosing(_findings()) as findings:
        async for finding in findings:
            mark, style = finding.grade.value
            console.print(Text(f"{mark} ", style=style).append(finding.text, style="default"), soft_wrap=True)
            status = max(status, int(finding.grade is Grade.BAD))
    return status


async def _findings() -> AsyncGenerator[Finding]:
    yield Finding(Grade.GOOD, f"Python {'.'.join(str(part) for part in sys.version_info[:3])}")
    try:
        settings = load_settings()
    except SettingsError as exc:
        yield Finding(Grade.BAD, f"settings: {exc}")
        return
    yield Finding(Grade.GOOD, "settings: every value is usable")
    try:
        async with open_database(settings.database) as database:
            where = "at DATABASE_URL" if settings.database_url else f"in {settings.data_dir}"
            yield Finding(Grade.GOOD, f"store: opens {where} and is up to date")
            yield await _catalogue(database)
            if old := await _old_titles(database):
                yield old
            async with embedder_over(settings, database) as embedder:
                try:
                    vectors = await embedder.embed(["a quiet film about the sea"])
                except EmbeddingsUnavailable as exc:
                    yield Finding(
                        Grade.MISSING, f"embeddings: {exc} Until then wishes are searched by words only."
                    )
                else:
                    yield Finding(Grade.GOOD, f"embeddings: {embedder.name}, {vectors.shape[1]} dimensions")
                yield await _likes(settings, embedder.name)
    except MatineeError as exc:
        yield Finding(Grade.BAD, f"store: {exc}")
    yield await _model(settings)
    yield await _tmdb(settings)
    yield await _discord(settings)


async def _catalogue(database: Database) -> Finding:
    try:
        titles = await load_titles(database)
    except MatineeError as exc:
        return Finding(Grade.BAD, f"catalogue: {exc}")
    if not titles:
        return Finding(Grade.BAD, "catalogue: empty; run: python -m bot catalogue import FILE.csv")
    return Finding(Grade.GOOD, f"catalogue: {len(titles)} titles")


async def _likes(settings: Settings, model: str) -> Finding:
    from bot.memory.chroma import call, open_collection

    folder = settings.data_dir / "chroma"
    try:
        async with open_collection(folder, settings.chroma_url, model) as collection:
            count = await call(collection.count)
    except MatineeError as exc:
        return Finding(Grade.BAD, f"memory of likes: {exc}")
    return Finding(
        Grade.GOOD, f"memory of likes: Chroma opens at {settings.chroma_url or folder}, {count} verdicts"
    )


async def _model(settings: Settings) -> Finding:
    llm = LLMService(settings)
    without = "Until then the built-in writer gives the reasons."
    on_ollama = settings.llm_backend == "ollama"
    try:
        models = await llm.models()
    except MatineeError as exc:
        do = (
            f"Start Ollama (or install it from ollama.com), then: ollama pull {settings.llm_model}."
            if on_ollama
            else "Check OPENAI_BASE_URL."
        )
        return Finding(Grade.MISSING, f"language model: {exc} {do} {without}")
    # To Ollama a name without a tag means the tag `latest`, not any tag.
    if not {settings.llm_model, f"{settings.llm_model}:latest"} & set(models):
        do = f"Run: ollama pull {settings.llm_model}." if on_ollama else "Set LLM_MODEL to one of these."
        has = ", ".join(models[:5]) or "no model"
        return Finding(
            Grade.MISSING, f"language model: the server has {has}, not {settings.llm_model}. {do} {without}"
        )
    return Finding(Grade.GOOD, f"language model: {llm.engine}")


async def _tmdb(settings: Settings) -> Finding:
    if settings.tmdb_api_key is None:
        return Finding(
            Grade.MISSING,
            "TMDB: no TMDB_API_KEY, so titles that the catalogue lacks are not looked up. "
            f"Get one at {WHERE_TO_GET_A_KEY} if you want that.",
        )
    key = settings.tmdb_api_key.get_secret_value()
    try:
        async with open_tmdb_titles(settings.tmdb_api_url, key) as titles:
            await titles.check()
    except SourceRefused as exc:
        return Finding(Grade.BAD, f"TMDB: {exc}")
    except MatineeError as exc:
        return Finding(
            Grade.MISSING, f"TMDB: {exc} Until then titles that the catalogue lacks are not looked up."
        )
    return Finding(Grade.GOOD, "TMDB: takes the key")


async def _old_titles(database: Database) -> Finding | None:
    """Return how many of TMDB's titles are older than its terms allow them to be kept, None when none is."""
    old = await TmdbStore(database).count_asked(datetime.now(UTC) - KEPT_AT_MOST)
    if not old:
        return None
    told = f"TMDB: {old} titles are older than the six months that its terms allow"
    return Finding(
        Grade.MISSING, f"{told}; run: python -m bot catalogue sync --top N, with the N of the last time"
    )


async def _discord(settings: Settings) -> Finding:
    if settings.discord_token is None:
        return Finding(
            Grade.MISSING,
            "Discord: no DISCORD_TOKEN, so `make run` opens the chat in the terminal. The README says how to get one.",
        )
    headers = {"Authorization": f"Bot {settings.discord_token.get_secret_value()}"}
    try:
        async with httpx.AsyncClient(timeout=PATIENCE_SECONDS) as http:
            answer = await http.get(f"{settings.discord_api_url}/users/@me", headers=headers)
    except httpx.HTTPError:
        return Finding(
            Grade.BAD, f"Discord: {settings.discord_api_url} cannot be reached. Check the network."
        )
    if answer.status_code == httpx.codes.UNAUTHORIZED:
        return Finding(Grade.BAD, "Discord: the token is refused. Copy it anew from the developer portal.")
    if answer.status_code != httpx.codes.OK:
        return Finding(Grade.BAD, f"Discord: answered with status {answer.status_code}. Try again later.")
    return Finding(Grade.GOOD, "Discord: the token is valid")
