"""`doctor`: each thing the bot needs, found, or what to do about it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import httpx
from rich.console import Console
from rich.text import Text

from bot.app import embedder_over, load_titles
from bot.domain.errors import MatineeError, SettingsError
from bot.llm.service import LLMService
from bot.settings import Settings, load_settings
from bot.storage.database import open_database


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `needed` things stop the bot when they are missing, the others only a part of it."""

    good: bool
    text: str
    needed: bool = True


async def examine() -> int:
    """Print a line per thing; return 1 when something the bot cannot do without is missing."""
    console = Console()
    console.print(_line(_python()))
    try:
        settings = load_settings()
    except SettingsError as exc:
        console.print(_line(Finding(False, str(exc))))
        return 1
    findings = [_python(), Finding(True, "settings: every value is usable")]
    console.print(_line(findings[-1]))
    checks: tuple[Callable[[Settings], Awaitable[Finding]], ...] = (
        _store, _catalogue, _embeddings, _chroma, _model, _discord,
    )  # fmt: skip
    for check in checks:
        try:
            finding = await check(settings)
        except MatineeError as exc:
            finding = Finding(False, str(exc))
        findings.append(finding)
        console.print(_line(finding))
    return 0 if all(finding.good or not finding.needed for finding in findings) else 1


def _line(finding: Finding) -> Text:
    mark, style = ("✓", "green") if finding.good else ("✗", "red") if finding.needed else ("–", "yellow")
    line = Text(f"{mark} ", style=style)
    line.append(finding.text)
    return line


def _python() -> Finding:
    version = ".".join(str(part) for part in sys.version_info[:3])
    good = sys.version_info >= (3, 11)
    return Finding(good, f"Python {version}" + ("" if good else ": Matinee needs 3.11 or newer"))


async def _store(settings: Settings) -> Finding:
    async with open_database(settings.database):
        pass
    where = "DATABASE_URL" if settings.database_url else str(settings.data_dir)
    return Finding(True, f"store: opens and is up to date ({where})")


async def _catalogue(settings: Settings) -> Finding:
    async with open_database(settings.database) as database:
        titles = await load_titles(database)
    if not titles:
        return Finding(False, "catalogue: empty; run: python -m bot catalogue import FILE.csv")
    return Finding(True, f"catalogue: {len(titles)} titles")


async def _embeddings(settings: Settings) -> Finding:
    try:
        async with (
            open_database(settings.database) as database,
            embedder_over(settings, database) as embedder,
        ):
            vectors = await embedder.embed(["a quiet film about the sea"])
    except MatineeError as exc:
        return Finding(
            False, f"embeddings: {exc} Until then wishes are searched by words only.", needed=False
        )
    return Finding(True, f"embeddings: {embedder.name}, {vectors.shape[1]} dimensions")


async def _chroma(settings: Settings) -> Finding:
    from bot.memory.preferences import open_collection

    folder = settings.data_dir / "chroma"
    async with open_collection(folder, settings.chroma_url, "doctor") as collection:
        await asyncio.to_thread(collection.count)
    return Finding(True, f"memory of likes: Chroma opens ({settings.chroma_url or folder})")


async def _model(settings: Settings) -> Finding:
    llm = LLMService(settings)
    without = "Until then the built-in writer gives the reasons."
    try:
        models = await llm.models()
    except MatineeError as exc:
        do = (
            f"Install Ollama (ollama.com), then: ollama pull {settings.llm_model}."
            if settings.llm_backend == "ollama"
            else "Check OPENAI_BASE_URL."
        )
        return Finding(False, f"language model: {exc} {do} {without}", needed=False)
    # To Ollama a name without a tag means the tag `latest`, not any tag.
    wanted = {settings.llm_model, f"{settings.llm_model}:latest"}
    if not wanted & set(models):
        do = f"ollama pull {settings.llm_model}" if settings.llm_backend == "ollama" else "set LLM_MODEL"
        has = ", ".join(models[:5]) or "no model"
        return Finding(
            False,
            f"language model: {settings.llm_model} is not there ({has}). Run: {do}. {without}",
            needed=False,
        )
    return Finding(True, f"language model: {llm.engine}")


async def _discord(settings: Settings) -> Finding:
    if settings.discord_token is None:
        return Finding(
            False,
            "Discord: no DISCORD_TOKEN; `make run` opens the chat in the terminal. The README says how to get one.",
            needed=False,
        )
    headers = {"Authorization": f"Bot {settings.discord_token.get_secret_value()}"}
    try:
        async with httpx.AsyncClient(timeout=10) as http:
            answer = await http.get(f"{settings.discord_api_url}/users/@me", headers=headers)
    except httpx.HTTPError:
        return Finding(False, f"Discord: {settings.discord_api_url} cannot be reached")
    if answer.status_code == 401:
        return Finding(False, "Discord: the token is refused; copy it anew from the developer portal")
    if answer.status_code != 200:
        return Finding(False, f"Discord: answered with status {answer.status_code}; try again later")
    return Finding(True, "Discord: the token is valid")
