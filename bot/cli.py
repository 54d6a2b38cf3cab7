"""The command line: `python -m bot` and its commands."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.arguments import count_of, port_of, seed_of, user_id_of
from bot.domain.errors import BadRequest
from bot.domain.verdict import VerdictKind
from bot.process import log_to_stderr, run_to_end
from bot.settings import Settings, load_settings

# What is imported above is what every command pays for; each command imports the rest itself.

# Where the playground's page is unless told.
USUAL_PORT = 8765

cli = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Matinee recommends films and series from what you liked.",
)
catalogue = typer.Typer(help="The titles that can be recommended.")
person = typer.Typer(help="One person's data: python -m bot person USER_ID show|like TITLE|…")
cli.add_typer(catalogue, name="catalogue")
cli.add_typer(person, name="person")

Titles = Annotated[list[str] | None, typer.Option(metavar="TITLE", help="May be given several times.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
TitleArgument = Annotated[str, typer.Argument(metavar="TITLE")]


def main() -> None:
    """Run a command and end the process."""
    run_to_end(cli)


def _settings(*, terminal: bool = True, least: str = "ERROR") -> Settings:
    """Read the settings and begin to log: what is at `least` so grave, where people look at the terminal."""
    settings = load_settings()
    # In the terminal a log line would stand in the middle of an answer: only who debugs wants that.
    whole = not terminal or settings.log_level == "DEBUG"
    log_to_stderr(settings.log_level if whole else least, whole=whole)
    return settings


def _run(work: Coroutine[Any, Any, int | None]) -> None:
    from bot.terminal.interrupts import until_signalled

    status = asyncio.run(until_signalled(work))
    if status:
        raise typer.Exit(status)


def _serve(work: Coroutine[Any, Any, None]) -> None:
    """Run what only a signal ends: that is how it should end."""
    from bot.terminal.interrupts import SIGNALLED, until_signalled

    status = asyncio.run(until_signalled(work))
    if status and status <= SIGNALLED:
        raise typer.Exit(status)


UserId = Annotated[int, typer.Argument(metavar="USER_ID", parser=user_id_of)]


@cli.callback(invoke_without_command=True)
def run(context: typer.Context) -> None:
    """Run the bot; without DISCORD_TOKEN, in a playground: a Discord on this machine, with a page to use it."""
    if context.invoked_subcommand is not None:
        return
    if load_settings().discord_token is None:
        playground(USUAL_PORT)
        return
    from bot.running import run_bot

    _serve(run_bot(_settings(terminal=False)))


@cli.command()
def playground(
    port: Annotated[
        int,
        typer.Option(
            metavar="N", parser=port_of, help="Where the page is; the next free one if it is taken."
        ),
    ] = USUAL_PORT,
    without_bot: Annotated[bool, typer.Option("--without-bot", hidden=True)] = False,
) -> None:
    """Try the bot in the browser: a Discord on this machine, no token needed."""
    from bot.trying import serve_playground, try_bot

    settings = _settings(least="WARNING")
    _serve(serve_playground(port) if without_bot else try_bot(settings, port))


@cli.command()
def ask(
    request: Annotated[str, typer.Argument(metavar="REQUEST", help="What you feel like, in your own words.")],
    like: Titles = None,
    dislike: Titles = None,
    seen: Titles = None,
    limit: Annotated[
        int | None,
        typer.Option(metavar="N", parser=count_of, help="How many titles, 1 to 10 (4 unless told)."),
    ] = None,
    user: Annotated[
        int | None,
        typer.Option(metavar="ID", parser=user_id_of, help="Whose taste; what is said is kept then."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Recommend once and exit; without --user nothing is kept."""
    from bot.terminal.ask import ask_once

    said = [
        *((title, VerdictKind.LIKED) for title in like or ()),
        *((title, VerdictKind.DISLIKED) for title in dislike or ()),
        *((title, VerdictKind.SEEN) for title in seen or ()),
    ]
    _run(ask_once(_settings(), request, said, limit, user, as_json=as_json))


@cli.command()
def chat(
    user: Annotated[
        int, typer.Option(metavar="ID", parser=user_id_of, help="Whose taste; 0 is you at this terminal.")
    ] = 0,
) -> None:
    """Talk in the terminal: type what you feel like."""
    from bot.terminal.chat import chat_here

    _run(chat_here(_settings(), user_id=user))


@cli.command()
def evaluate(
    ratings: Annotated[
        Path | None,
        typer.Argument(
            metavar="RATINGS.csv", help="Columns userId, tmdbId, rating (0.5 to 5; from 4 on a like)."
        ),
    ] = None,
    community: Annotated[
        Path | None,
        typer.Option(metavar="COMMUNITY.csv", help="What other people on the bot said, in the same columns."),
    ] = None,
    seed: Annotated[int, typer.Option(metavar="N", parser=seed_of, help="Which likes are hidden.")] = 0,
    wishes: Annotated[
        Path | None,
        typer.Option(metavar="FILE.toml", help="Instead: wishes, with what a good answer to each satisfies."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Hide a fifth of what people like and count how much of it is recommended, beside plain methods."""
    if wishes is not None:
        from bot.terminal.evaluating_wishes import evaluate_wishes

        if ratings is not None or community is not None:
            raise BadRequest("Name files of ratings or --wishes FILE.toml, one at a time.")
        _run(evaluate_wishes(_settings(), wishes, as_json=as_json))
        return
    if ratings is None:
        raise BadRequest("Name a file of ratings, RATINGS.csv, or --wishes FILE.toml.")
    from bot.terminal.evaluating import evaluate as evaluate_ratings

    _run(evaluate_ratings(_settings(), ratings, community, seed, as_json=as_json))


@cli.command()
def doctor() -> None:
    """Check each thing the bot needs and say what to do about what is missing."""
    from bot.terminal.doctor import examine

    _run(examine())


@catalogue.command("import")
def catalogue_import(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE.csv",
            help="A CSV with the columns of TMDB's exports, or IMDb's title.basics.tsv.gz.",
        ),
    ],
    ratings: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="IMDb's title.ratings.tsv.gz; found by itself if it lies beside the titles."
        ),
    ] = None,
    top: Annotated[
        int | None,
        typer.Option(
            metavar="N", parser=count_of, help="Of IMDb's titles the N best known (100000 unless told)."
        ),
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Instead of the shipped titles.")] = False,
) -> None:
    """Add the titles of a file; again and again without doubling."""
    from bot.terminal.importing_titles import import_file

    _run(import_file(_settings(), file, replace=replace, ratings=ratings, top=top))


@catalogue.command("sync")
def catalogue_sync(
    top: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            parser=count_of,
            help="The N best known, films and series together (10000 unless told).",
        ),
    ] = None,
    films: Annotated[
        int | None, typer.Option(metavar="N", parser=count_of, help="Instead: the N best-known films …")
    ] = None,
    series: Annotated[int | None, typer.Option(metavar="N", parser=count_of, help="… and series.")] = None,
) -> None:
    """Fetch the best-known titles from TMDB (needs TMDB_API_KEY); may be interrupted, and goes on the next time."""
    from bot.terminal.syncing import sync, wanted_of

    _run(sync(_settings(), wanted_of(top, films, series)))


@catalogue.command("embed")
def catalogue_embed() -> None:
    """Read what titles are about, which the bot else does while it runs; may be interrupted."""
    from bot.terminal.catalogue import embed

    _run(embed(_settings()))


@catalogue.command("search")
def catalogue_search(
    text: Annotated[str, typer.Argument(metavar="TEXT")],
    limit: Annotated[int, typer.Option(metavar="N", parser=count_of, help="How many lines at most.")] = 10,
) -> None:
    """Find titles by name or by what they are about."""
    from bot.terminal.catalogue import search

    _run(search(_settings(), text, limit))


@catalogue.command("stats")
def catalogue_stats() -> None:
    """Count the titles by kind, decade, country, language, genre and fame."""
    from bot.terminal.catalogue import stats

    _run(stats(_settings()))


@catalogue.command("vectors", hidden=True)
def catalogue_vectors() -> None:
    """Make data/catalogue/vectors.npz anew from the shipped titles (for whoever changes them)."""
    from bot.terminal.catalogue import ship_vectors

    _run(ship_vectors(_settings()))


@person.callback()
def person_of(context: typer.Context, user_id: UserId) -> None:
    """Show, change, hand out or delete one person's data."""
    context.obj = user_id


@person.command("show")
def person_show(context: typer.Context) -> None:
    """Print what is known of the person."""
    from bot.terminal.person import show

    _run(show(_settings(), context.obj))


def _judge(context: typer.Context, title: str, kind: VerdictKind, note: str = "") -> None:
    from bot.terminal.person import say

    _run(say(_settings(), context.obj, title, kind, note))


@person.command("like")
def person_like(
    context: typer.Context,
    title: TitleArgument,
    note: Annotated[str, typer.Option(metavar="TEXT", help="What they liked about it.")] = "",
) -> None:
    """Keep that the person liked a title."""
    _judge(context, title, VerdictKind.LIKED, note)


@person.command("dislike")
def person_dislike(context: typer.Context, title: TitleArgument) -> None:
    """Keep that the person disliked a title."""
    _judge(context, title, VerdictKind.DISLIKED)


@person.command("seen")
def person_seen(context: typer.Context, title: TitleArgument) -> None:
    """Keep that the person has seen a title."""
    _judge(context, title, VerdictKind.SEEN)


@person.command("undo")
def person_undo(context: typer.Context) -> None:
    """Take the person's newest verdict back."""
    from bot.terminal.person import undo

    _run(undo(_settings(), context.obj))


@person.command("import")
def person_import(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="An export of Letterboxd, IMDb, Netflix or Trakt.")
    ],
    part: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="Which profile is theirs, or whether a list is seen, liked or watchlist."
        ),
    ] = None,
    not_found: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="Write the titles that were not found there.")
    ] = None,
    yes: Yes = False,
) -> None:
    """Keep what a file of another service says; shown before, again without doubling."""
    from bot.terminal.importing import import_file

    if not yes and not sys.stdin.isatty():
        raise BadRequest("Nobody is here to be asked whether to keep it: say --yes.")
    settings = _settings()
    _run(import_file(settings, context.obj, file, part=part, list_to=not_found, asks=not yes))


@person.command("export")
def person_export(context: typer.Context) -> None:
    """Print everything kept about the person as one JSON object."""
    from bot.terminal.person import export

    _run(export(_settings(), context.obj))


@person.command("forget")
def person_forget(context: typer.Context, yes: Yes = False) -> None:
    """Delete everything kept about the person."""
    from bot.terminal.person import forget

    if not yes:
        if not sys.stdin.isatty():
            raise BadRequest("Nobody is here to be asked whether that is meant: say --yes.")
        if not typer.confirm(f"Delete everything kept about {context.obj}?"):
            raise typer.Exit(1)
    _run(forget(_settings(), context.obj))
