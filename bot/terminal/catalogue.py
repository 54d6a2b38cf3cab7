"""`catalogue`: looking into the titles, and making their vectors."""

from __future__ import annotations

import asyncio
import sys
import textwrap
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from bot.app import SHIPPED_VECTORS, embedder_over, load_titles
from bot.catalogue.catalogue import Catalogue
from bot.catalogue.loader import load_shipped
from bot.domain.errors import BadRequest
from bot.domain.resolution import Match
from bot.domain.text import clip, one_line
from bot.memory.embeddings import MiniLmEmbedder
from bot.memory.vector_cache import write_shipped
from bot.services.embedding import vectors_of
from bot.services.people import NAME_CHARACTERS
from bot.settings import SHIPPED_CATALOGUE, Settings
from bot.storage.database import Database, open_database
from bot.terminal.progress import progress_bar
from bot.terminal.render import facts_of, terminal_console

SOURCE = "tmdb"
HEADING = 15
HARD_SPACE = "\u00a0"


async def embed(settings: Settings) -> None:
    """Make the vectors that are missing, so that the running bot need not."""
    async with open_database(settings.database) as database:
        await embed_missing(settings, database, terminal_console())


async def embed_missing(settings: Settings, database: Database, console: Console) -> None:
    """Make the vectors that are missing, the best known titles first. Nobody has to wait for it.

    Interrupted, it keeps those that are made; the running bot goes on by itself.
    """
    titles = await load_titles(database)
    console.print(f"The catalogue now holds {len(titles)} titles.")
    left: int | None = None

    def count(done: int, total: int) -> None:
        nonlocal left
        left = total - done
        report(done, total)

    try:
        async with embedder_over(settings, database) as embedder:
            with progress_bar("Reading the titles", len(titles)) as report:
                vectors = await vectors_of(titles, embedder, count)
    except asyncio.CancelledError:
        waiting = "Some of them are still" if left is None else f"{left} of them are still"
        console.print(
            f"{waiting} found by name and words only: the bot reads them while it runs, `catalogue embed` at once.",
            soft_wrap=True,
        )
        raise
    if vectors is None:
        console.print(
            "They are searched by words only: `doctor` says what is wrong with the embedding model."
        )


async def search(settings: Settings, text: str, limit: int) -> None:
    """Print the titles named by `text`, then those it speaks of, at last those spelled like it.

    Raises BadRequest for a `limit` below 1.
    """
    if limit < 1:
        raise BadRequest("--limit takes a number from 1.")
    console = terminal_console()
    async with open_database(settings.database) as database:
        titles = await load_titles(database)
    # By names and words only: nobody waits for vectors here.
    catalogue = await asyncio.to_thread(Catalogue.build, titles, None)
    name = one_line(text)
    resolution = await asyncio.to_thread(catalogue.resolver.resolve, name)
    alike = [resolution.title] if resolution.title else list(resolution.choices)
    scores = await asyncio.to_thread(catalogue.words.scores, name)
    spoken = [titles[row] for row in (-scores).argsort(kind="stable")[:limit] if scores[row] > 0]
    sure = resolution.match in (Match.EXACT, Match.FOLDED)
    found = {title.title_id: title for title in ((*alike, *spoken) if sure else (*spoken, *alike))}
    if not found:
        console.print(f"Nothing in the catalogue answers to “{clip(name, NAME_CHARACTERS)}”.")
    for title in list(found.values())[:limit]:
        line = Text(title.label, style="bold")
        line.append(f"  {title.title_id}  {facts_of(title)}", style="dim")
        console.print(line, soft_wrap=True)


async def stats(settings: Settings) -> None:
    """Print how many titles there are of what."""
    console = terminal_console()
    async with open_database(settings.database) as database:
        titles = await load_titles(database)
    catalogue = await asyncio.to_thread(Catalogue.build, titles, None)
    counted = catalogue.stats()
    console.print(f"{len(titles)} titles", style="bold")
    for heading in ("kinds", "decades", "genres", "countries", "languages", "fame"):
        counts: dict[str, int] = getattr(counted, heading)
        in_order = sorted(counts) if heading in ("decades", "fame") else list(counts)
        head = f"{len(counts)} {heading}" if heading in ("countries", "languages") else heading
        console.print(
            _wrapped(head, [f"{name} {counts[name]}" for name in in_order], console), soft_wrap=True
        )


def _wrapped(head: str, parts: Sequence[str], console: Console) -> Text:
    """Return `parts` behind a heading, on lines that a terminal holds, none broken inside."""
    width = console.width if console.is_terminal else sys.maxsize
    # textwrap breaks at plain spaces only.
    line = "  ".join(part.replace(" ", HARD_SPACE) for part in parts)
    wrapped = textwrap.fill(line, width, initial_indent=head.ljust(HEADING), subsequent_indent=" " * HEADING)
    text = Text(wrapped.replace(HARD_SPACE, " "))
    text.stylize("bold", 0, len(head))
    return text


async def ship_vectors(settings: Settings) -> None:
    """Make the shipped vectors anew."""
    titles = await asyncio.to_thread(load_shipped, SHIPPED_CATALOGUE)
    embedder = MiniLmEmbedder(settings.data_dir / "models")
    texts = [title.document for title in titles]
    vectors = await embedder.embed(texts)
    await asyncio.to_thread(write_shipped, SHIPPED_VECTORS, embedder.name, texts, vectors)
    terminal_console().print(f"{len(titles)} vectors written to {SHIPPED_VECTORS.name}.")
