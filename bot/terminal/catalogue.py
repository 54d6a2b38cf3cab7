"""`catalogue`: looking into the titles, and adding to them."""

from __future__ import annotations

import asyncio
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from bot.app import SHIPPED_VECTORS, embedder_over, load_titles, open_base
from bot.catalogue.catalogue import Catalogue
from bot.catalogue.importer import read_titles
from bot.catalogue.loader import load_shipped
from bot.domain.title import Title
from bot.memory.embeddings import MiniLmEmbedder
from bot.memory.vector_cache import write_shipped
from bot.settings import SHIPPED_CATALOGUE, Settings
from bot.storage.database import Database, open_database
from bot.storage.titles import TitleStore
from bot.terminal.render import facts_of

SOURCE = "tmdb"
EMBEDDED_BETWEEN_STEPS = 64


async def import_file(settings: Settings, path: Path, *, replace: bool) -> None:
    """Read a TMDB-shaped CSV into the store and embed what is new. Raises CatalogueError.

    Interrupted, it keeps what it has; the next time it goes on from there.
    """
    console = Console()
    async with open_database(settings.database) as database:
        store = TitleStore(database)
        with Progress(console=console, transient=True) as progress:
            reading = progress.add_task("Reading", total=1.0)

            def report_share(rows: int, share: float) -> None:
                progress.update(reading, completed=share, description=f"Reading {rows} rows")

            # Instead of the shipped titles the file's take their plain ids, so that verdicts still meet them.
            existing = (
                []
                if replace
                else [*await asyncio.to_thread(load_shipped, SHIPPED_CATALOGUE), *await store.all()]
            )
            report = await asyncio.to_thread(read_titles, path, existing, report_share)
        before = 0 if replace else await store.count()
        if replace:
            await store.replace(report.titles, SOURCE)
        else:
            await store.hide_shipped(False)
            await store.upsert(report.titles, SOURCE)
        added = await store.count() - before
        unusable = report.rows - len(report.titles)
        console.print(
            f"{report.rows} rows read: {added} titles added, {len(report.titles) - added} known already."
        )
        if unusable:
            console.print(f"{unusable} rows could not be used:")
        for reason, count in sorted(report.unusable.items(), key=lambda item: -item[1]):
            console.print(Text(f"  {count} {reason}"))
        await _embed(settings, database, console)


async def _embed(settings: Settings, database: Database, console: Console) -> None:
    """Make the vectors that are missing, with a progress bar."""
    titles = await load_titles(database)
    async with embedder_over(settings, database) as embedder:
        with Progress(console=console) as progress:
            task = progress.add_task("Embedding", total=len(titles))
            for start in range(0, len(titles), EMBEDDED_BETWEEN_STEPS):
                batch = titles[start : start + EMBEDDED_BETWEEN_STEPS]
                await embedder.embed_kept([title.document for title in batch])
                progress.advance(task, len(batch))
    console.print(f"The catalogue now holds {len(titles)} titles.")


async def search(settings: Settings, text: str, limit: int) -> None:
    """Print the titles spelled like `text`, then those it speaks of."""
    console = Console()
    async with open_base(settings) as base:
        library = base.library
        resolution = await asyncio.to_thread(library.resolver.resolve, text)
        named = [resolution.title] if resolution.title else list(resolution.choices)
        scores = await asyncio.to_thread(library.words.scores, text)
        spoken = [library.titles[row] for row in (-scores).argsort(kind="stable")[:limit] if scores[row] > 0]
        found: dict[str, Title] = {title.title_id: title for title in (*named, *spoken)}
        if not found:
            console.print(Text(f"Nothing in the catalogue answers to “{text}”."))
        for title in list(found.values())[:limit]:
            line = Text(title.label, style="bold")
            line.append(f"  {title.title_id}  {facts_of(title)}", style="dim")
            console.print(line)


async def stats(settings: Settings) -> None:
    """Print how many titles there are of what."""
    console = Console()
    async with open_database(settings.database) as database:
        titles = await load_titles(database)
    catalogue = await asyncio.to_thread(Catalogue.build, titles, None)
    console.print(f"{len(titles)} titles")
    counted = catalogue.stats()
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column()
    for heading in ("kinds", "decades", "genres", "countries", "languages", "fame"):
        counts: dict[str, int] = getattr(counted, heading)
        in_order = sorted(counts) if heading in ("decades", "fame") else list(counts)
        head = f"{len(counts)} {heading}" if heading in ("countries", "languages") else heading
        table.add_row(head, "  ".join(f"{name} {counts[name]}" for name in in_order))
    console.print(table)


async def ship_vectors(settings: Settings) -> None:
    """Make the shipped vectors anew."""
    titles = await asyncio.to_thread(load_shipped, SHIPPED_CATALOGUE)
    embedder = MiniLmEmbedder(settings.data_dir / "models")
    texts = [title.document for title in titles]
    vectors = await embedder.embed(texts)
    await asyncio.to_thread(write_shipped, SHIPPED_VECTORS, embedder.name, texts, vectors)
    Console().print(f"{len(titles)} vectors written to {SHIPPED_VECTORS.name}.")
