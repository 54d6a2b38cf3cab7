"""/import over the wire: a file is shown first, kept on a press, and taken back by another."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.app import App
from bot.client import MovieBot
from bot.domain.verdict import VerdictKind
from bot.playground.options import Refused
from bot.playground.server import Playground
from bot.services.imports import Report, Understood, nothing_reported
from bot.storage.verdicts import VerdictStore
from tests.cogs.chat import Answer, Chat, said, until
from tests.cogs.conftest import connected
from tests.imports import samples
from tests.imports.test_wrong_files import WRONG

pytestmark = pytest.mark.asyncio(loop_scope="session")

HOSTILE = (
    "Date,Name,Year,Letterboxd URI,Rating\n2024-01-01,@everyone [x](https://example.com) <@1>,1999,u,5\n"
)


def upload(playground: Playground, content: bytes | str, name: str = "file.csv") -> str:
    data = content.encode() if isinstance(content, str) else content
    return playground.people.upload(name, data)


async def taste_of(app: App, person: str) -> dict[str, str]:
    return {verdict.label: verdict.kind.value for verdict in await app.services.people.verdicts(int(person))}


async def watchlist_of(app: App, person: str) -> list[str]:
    exported = await app.services.people.export(int(person))
    return sorted(row["title"] for row in exported["watchlist"])


async def fetched(playground: Playground, answer: Answer) -> list[str]:
    """Return the lines of the list that is attached to an answer."""
    assert answer.message is not None
    [attachment] = answer.message.data["attachments"]
    file = playground.world.files.get(attachment["id"])
    assert file is not None
    return file.data.decode("utf-8-sig").splitlines()


async def test_a_whole_export_is_shown_then_kept_then_taken_back(
    bot: MovieBot, chat: Chat, app: App, playground: Playground, person: str
) -> None:
    export = samples.letterboxd_zip(
        **{"x/watched.csv": "Date,Name,Year,Letterboxd URI\n2024-01-01,Nosuch Oddity,1931,u\n"}
    )
    answer = chat.slash(person, "import", file=upload(playground, export, "letterboxd.zip"))
    await until(lambda: answer.buttons)

    assert answer.is_private
    assert answer.answered_after < 3
    assert "**Letterboxd**" in answer.content
    assert "liked**: Arrival (2016)" in answer.content
    assert "70% of the scale" in answer.content
    assert answer.buttons == ["Import", "Cancel"]
    assert "Nosuch Oddity,1931,seen" in await fetched(playground, answer)
    assert await taste_of(app, person) == {}

    chat.press(person, answer, "Import")
    await until(lambda: answer.content.startswith("Done."))
    kept = await taste_of(app, person)
    assert kept["Arrival (2016)"] == "liked"
    assert kept["Prometheus (2012)"] == "disliked"
    assert kept["Alien (1979)"] == "seen"
    assert await watchlist_of(app, person) == ["Solaris"]
    assert answer.buttons == ["Undo"]

    chat.press(person, answer, "Undo")
    await until(lambda: answer.content.startswith("Taken back"))
    assert await taste_of(app, person) == {}
    assert await watchlist_of(app, person) == []
    assert answer.buttons == []


async def test_rows_that_say_nothing_usable_are_counted(
    bot: MovieBot, chat: Chat, app: App, playground: Playground, person: str
) -> None:
    text = "Date,Name,Year,Letterboxd URI,Rating\n2024-01-01,Heat,1995,u,4\n2024-01-01,,1931,u,4\n"
    answer = chat.slash(person, "import", file=upload(playground, text))
    await until(lambda: answer.buttons)
    assert "- 1 row of the file told me nothing that I keep." in answer.content


async def test_cancel_keeps_nothing(
    bot: MovieBot, chat: Chat, app: App, playground: Playground, person: str
) -> None:
    answer = chat.slash(person, "import", file=upload(playground, samples.LETTERBOXD_RATINGS))
    await until(lambda: answer.buttons)
    chat.press(person, answer, "Cancel")
    await until(lambda: answer.content == "Nothing was kept.")
    assert await taste_of(app, person) == {}


async def test_again_adds_nothing_and_a_later_word_stands(
    bot: MovieBot, chat: Chat, app: App, playground: Playground, person: str
) -> None:
    file = upload(playground, samples.LETTERBOXD_RATINGS)
    first = chat.slash(person, "import", file=file)
    await until(lambda: first.buttons)
    chat.press(person, first, "Import")
    await until(lambda: first.content.startswith("Done."))
    heat = await app.services.people.find("Heat")
    await app.services.people.judge(int(person), heat, VerdictKind.DISLIKED, "on second thoughts")
    rows = len(await VerdictStore(app.base.database).history(int(person)))

    again = chat.slash(person, "import", file=file)
    await until(lambda: "Nothing in it is new" in again.content)

    assert again.buttons == []
    assert (await taste_of(app, person))["Heat (1995)"] == "disliked"
    assert len(await VerdictStore(app.base.database).history(int(person))) == rows


async def test_the_undo_outlives_a_restart_and_takes_only_ones_own(
    chat: Chat, app: App, playground: Playground, person: str, other: str, model: Any
) -> None:
    async with connected(app, playground):
        answer = chat.slash(person, "import", file=upload(playground, samples.LETTERBOXD_RATINGS))
        await until(lambda: answer.buttons)
        chat.press(person, answer, "Import")
        await until(lambda: answer.content.startswith("Done."))
    before = await taste_of(app, person)
    assert before
    async with connected(app, playground):
        with pytest.raises(Refused):
            chat.press(other, answer, "Undo")
        # Nor is it left to Discord alone: a forged press finds nothing of the presser's.
        forged = chat.press_unchecked(other, answer, "Undo")
        assert await said(forged) == "That is someone else's import."
        assert forged.is_private
        assert await taste_of(app, person) == before
        assert answer.content.startswith("Done.")


async def test_undo_works_after_a_restart(
    chat: Chat, app: App, playground: Playground, person: str, model: Any
) -> None:
    async with connected(app, playground):
        answer = chat.slash(person, "import", file=upload(playground, samples.IMDB_RATINGS))
        await until(lambda: answer.buttons)
        chat.press(person, answer, "Import")
        await until(lambda: answer.content.startswith("Done."))
    async with connected(app, playground):
        chat.press(person, answer, "Undo")
        await until(lambda: answer.content.startswith("Taken back"))
    assert await taste_of(app, person) == {}


async def test_a_history_of_several_profiles_asks_whose(
    bot: MovieBot, chat: Chat, app: App, playground: Playground, person: str
) -> None:
    answer = chat.slash(person, "import", file=upload(playground, samples.NETFLIX_LONG))
    await until(lambda: answer.buttons)
    assert answer.buttons == ["Ana", "Ben"]
    chat.press(person, answer, "Ana")
    await until(lambda: "Import" in answer.buttons)
    assert "**Netflix** · Ana" in answer.content
    chat.press(person, answer, "Import")
    await until(lambda: answer.content.startswith("Done."))
    assert await taste_of(app, person) == {"Heat (1995)": "seen"}


async def test_a_list_that_does_not_say_what_it_is_is_asked_about(
    bot: MovieBot, chat: Chat, app: App, playground: Playground, person: str
) -> None:
    answer = chat.slash(person, "import", file=upload(playground, samples.LETTERBOXD_LIST, "export.csv"))
    await until(lambda: answer.buttons)
    assert answer.buttons == ["seen", "liked", "watchlist"]
    chat.press(person, answer, "watchlist")
    await until(lambda: "Import" in answer.buttons)
    chat.press(person, answer, "Import")
    await until(lambda: answer.content.startswith("Done."))
    assert await watchlist_of(app, person) == ["Alien", "Arrival"]
    assert await taste_of(app, person) == {}


@pytest.mark.parametrize(
    "what", ["binary", "a CSV of something else", "half a zip", "half a JSON", "a path upwards"]
)
async def test_a_wrong_file_gets_a_sentence_and_nothing_is_kept(
    bot: MovieBot, chat: Chat, app: App, playground: Playground, person: str, what: str
) -> None:
    answer = chat.slash(person, "import", file=upload(playground, WRONG[what]))
    sentence = await said(answer)
    assert sentence.count("\n") == 0
    assert sentence.endswith(".")
    assert "Something broke" not in sentence
    assert answer.is_private
    assert await taste_of(app, person) == {}


async def test_names_in_a_file_neither_ping_nor_link(
    bot: MovieBot, chat: Chat, playground: Playground, person: str
) -> None:
    answer = chat.slash(person, "import", file=upload(playground, HOSTILE))
    await until(lambda: "Nothing in it is new" in answer.content)
    assert "@everyone" not in answer.content
    assert answer.buttons == []


async def test_somebody_else_cannot_answer_the_question(
    bot: MovieBot, chat: Chat, app: App, playground: Playground, person: str, other: str
) -> None:
    answer = chat.slash(person, "import", file=upload(playground, samples.LETTERBOXD_RATINGS))
    await until(lambda: answer.buttons)
    refused = chat.press_unchecked(other, answer, "Import")
    assert "someone else's" in await said(refused)
    assert await taste_of(app, person) == {}
    assert await taste_of(app, other) == {}


async def test_another_file_takes_the_place_of_a_question_that_waits(
    bot: MovieBot, chat: Chat, app: App, playground: Playground, person: str, other: str
) -> None:
    theirs = chat.slash(other, "import", file=upload(playground, samples.LETTERBOXD_RATINGS))
    first = chat.slash(person, "import", file=upload(playground, samples.LETTERBOXD_LIST, "export.csv"))
    await until(lambda: theirs.buttons and first.buttons)

    second = chat.slash(person, "import", file=upload(playground, samples.IMDB_RATINGS))
    await until(lambda: second.buttons and not first.buttons)

    assert theirs.buttons == second.buttons == ["Import", "Cancel"]
    chat.press(person, second, "Import")
    await until(lambda: second.content.startswith("Done."))
    assert "Heat (1995)" in await taste_of(app, person)


async def test_what_waits_for_an_answer_holds_no_row_of_the_file(app: App, person: str) -> None:
    understood = await _large(app, person)
    waiting = understood.to_keep()

    assert understood.part.rows
    assert (waiting.part.rows, waiting.decisions, waiting.unmatched) == ((), (), ())
    assert (await app.services.imports.keep(int(person), waiting)).counts == understood.counts


async def test_two_quick_presses_import_once(
    bot: MovieBot, chat: Chat, app: App, playground: Playground, person: str
) -> None:
    answer = chat.slash(person, "import", file=upload(playground, samples.LETTERBOXD_RATINGS))
    await until(lambda: answer.buttons)
    chat.press(person, answer, "Import")
    chat.press_unchecked(person, answer, "Import")
    await until(lambda: answer.content.startswith("Done."))
    assert len(await VerdictStore(app.base.database).history(int(person))) == len(await taste_of(app, person))


async def test_who_is_forgotten_does_not_come_back_by_an_import_that_runs(
    bot: MovieBot, app: App, person: str
) -> None:
    imports = app.services.imports
    understood = await _large(app, person)

    def report(done: int, total: int) -> None:
        begun.set()

    begun = asyncio.Event()
    keeping = asyncio.create_task(imports.keep(int(person), understood, report))
    await begun.wait()
    await imports.stop(int(person))
    await app.services.people.forget(int(person))
    with pytest.raises(Exception, match="ended before"):
        await keeping
    assert await taste_of(app, person) == {}


async def _large(app: App, person: str, report: Report = nothing_reported) -> Understood:
    lines = [
        f'2024-01-01,"{title.title}",{title.year},u,4'
        for title in app.services.library.titles
        if '"' not in title.title
    ]
    content = "\n".join(["Date,Name,Year,Letterboxd URI,Rating", *lines]).encode()

    async def fetch() -> bytes:
        return content

    found = await app.services.imports.read(fetch, "ratings.csv")
    return await app.services.imports.understand(int(person), found.source, found.part(), report)


async def test_an_import_of_the_whole_catalogue_finds_it_again(bot: MovieBot, app: App, person: str) -> None:
    told: list[tuple[int, int]] = []
    understood = await _large(app, person, lambda done, total: told.append((done, total)))
    films = [title for title in app.services.library.titles if title.kind.value == "film"]
    assert len(understood.decisions) > 0.98 * len(films)
    assert told[-1][0] == told[-1][1]
    kept = await app.services.imports.keep(int(person), understood)
    assert sum(kept.counts.values()) == len(understood.decisions)
    assert await app.services.imports.take_back(int(person), kept.at) == len(understood.decisions)
    assert await taste_of(app, person) == {}
