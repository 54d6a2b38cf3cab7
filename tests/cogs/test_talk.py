"""A conversation over the gateway: turns that build on each other, verdicts in passing, what is taken together."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from bot.app import App
from bot.client import MovieBot
from bot.playground.channel import Channel
from bot.playground.server import Playground
from bot.services.conversations import Conversations
from bot.ui.gathering import PAUSE_SECONDS
from tests.cogs.chat import Chat, Shown, ended, said, until
from tests.cogs.wishes import SILENT, titles_in
from tests.stand_ins.ollama import Ollama
from tests.stand_ins.wire import Fault

pytestmark = pytest.mark.asyncio(loop_scope="session")

WISH = "thoughtful sci-fi tonight"
CREATE = "/channels/{channel_id}/messages"


@pytest.fixture
def direct(playground: Playground, person: str) -> Channel:
    """The person's direct messages with the bot, where several answers within seconds meet no limit."""
    playground.limits.set(f"POST {CREATE}", 20, 5.0)
    return playground.world.open_dm(person)


@pytest_asyncio.fixture(loop_scope="session")
async def shown(bot: MovieBot, chat: Chat, brisk: None, person: str, direct: Channel) -> AsyncIterator[Shown]:
    """Four titles for WISH, whole, in the person's direct messages."""
    answer = chat.say(person, WISH, where=direct)
    await ended(answer)
    yield answer


async def verdicts_of(app: App, person: str) -> dict[str, str]:
    return {v.title_id: str(v.kind) for v in await app.services.people.verdicts(int(person))}


def ids_of(app: App, answer: Shown) -> list[str]:
    """Return the ids of the titles in an answer's cards."""
    resolve = app.base.library.resolver.resolve
    years = re.findall(r"^\*\*\d+\. (.+)\*\* \((\d+)\)", answer.content, flags=re.MULTILINE)
    return [found.title_id for name, year in years if (found := resolve(f"{name} ({year})").title)]


async def test_a_refinement_changes_the_wish_that_stands(
    chat: Chat, app: App, person: str, direct: Channel, shown: Shown
) -> None:
    refined = chat.say(person, "from the 80s instead, just two", where=direct)
    await ended(refined)

    assert refined.content.startswith(f"-# “{WISH} · from the 80s instead, just two”")
    found = [app.base.library.get(title_id) for title_id in ids_of(app, refined)]
    assert len(found) == 2
    for title in found:
        assert title is not None
        assert title.year in range(1980, 1990)
        assert "science fiction" in title.genres


async def test_something_else_never_shows_the_same_again(
    chat: Chat, person: str, direct: Channel, shown: Shown
) -> None:
    seen = set(titles_in(shown.content))
    for text in ("something else", "nope", "3 more"):
        further = chat.say(person, text, where=direct)
        await ended(further)
        titles = titles_in(further.content)
        assert len(titles) == (3 if text == "3 more" else 4)
        assert not seen & set(titles)
        seen |= set(titles)


async def test_a_seen_title_is_kept_and_replaced_with_undo_in_the_same_answer(
    chat: Chat, app: App, person: str, direct: Channel, shown: Shown
) -> None:
    second = ids_of(app, shown)[1]
    answer = chat.say(person, "seen the second one", where=direct)
    await ended(answer)

    assert answer.content.startswith("Noted: you have seen **")
    assert len(titles_in(answer.content)) == 1
    assert not set(titles_in(answer.content)) & set(titles_in(shown.content))
    assert await verdicts_of(app, person) == {second: "seen"}
    assert "Undo" in answer.buttons

    undone = chat.press(person, answer, "Undo")
    assert "Taken back" in await said(undone)
    assert await verdicts_of(app, person) == {}


async def test_what_is_loved_stays_loved_when_it_is_said_to_be_seen(
    bot: MovieBot, chat: Chat, app: App, person: str, direct: Channel
) -> None:
    await said(chat.say(person, "loved Arrival", where=direct))
    answer = chat.say(person, "I have seen Arrival and Heat", where=direct)
    assert "that you loved **Arrival (2016)** still holds" in await said(answer)
    assert await verdicts_of(app, person) == {"arrival-2016": "liked", "heat-1995": "seen"}
    slash = chat.slash(person, "seen", title="arrival-2016")
    assert (await said(slash)).endswith("You loved it, and that still holds.")


class BrokenReader:
    """Fails as nobody foresaw."""

    async def read(self, text: str, standing: Any) -> Any:
        raise ZeroDivisionError


async def test_a_failure_that_nobody_foresaw_is_told_and_the_next_message_is_answered(
    bot: MovieBot, chat: Chat, app: App, person: str, direct: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(app.services.conversations, "_reader", BrokenReader())
        answer = chat.say(person, "hello", where=direct)
        assert (await said(answer)).startswith("Something broke on my side (ref")
    assert (await said(chat.say(person, "hello", where=direct))).startswith("Hi!")


async def test_nobody_else_undoes_what_was_said(
    bot: MovieBot, playground: Playground, chat: Chat, app: App, person: str, other: str
) -> None:
    answer = chat.say(person, f"<@{playground.world.bot_id}> loved Arrival, hated Prometheus")
    assert "you loved **Arrival (2016)**; **Prometheus (2012)** is not for you" in await said(answer)
    assert answer.buttons == ["Undo"]

    refused = chat.press(other, answer, "Undo")
    assert "nothing of yours" in await said(refused)

    kept = {"arrival-2016": "liked", "prometheus-2012": "disliked"}
    assert await verdicts_of(app, person) == kept
    assert await verdicts_of(app, other) == {}
    undone = chat.say(other, f"<@{playground.world.bot_id}> undo that")
    assert "nothing to take back" in await said(undone)
    assert await verdicts_of(app, person) == kept


async def test_a_question_is_answered_with_the_reason_that_stood_there(
    chat: Chat, person: str, direct: Channel, shown: Shown
) -> None:
    first = titles_in(shown.content)[0]
    why = chat.say(person, "why the first?", where=direct)
    assert (await said(why)).startswith(f"**{first} (")
    assert "this one’s quiet wonder" in why.content

    length = chat.say(person, "how long is it?", where=direct)
    assert re.fullmatch(rf"\*\*{re.escape(first)} \(\d+\)\*\*: \d+ minutes.*", await said(length))


async def test_messages_in_a_row_are_one_turn_and_the_bot_types_meanwhile(
    bot: MovieBot, playground: Playground, chat: Chat, app: App, person: str, direct: Channel
) -> None:
    typed: list[Any] = []
    playground.world.listen(
        lambda happened: typed.append(happened) if happened.name == "TYPING_START" else None
    )
    rows = [
        chat.say(person, text, where=direct) for text in ("hey", "loved Arrival", "something like it pls")
    ]
    await until(lambda: typed)
    assert rows[0].content == ""

    await ended(rows[-1])

    assert rows[-1].content.startswith("Noted: you loved **Arrival (2016)**.")
    assert len(titles_in(rows[-1].content)) == 4
    assert (rows[0].message, rows[1].message) == (None, None)
    assert await verdicts_of(app, person) == {"arrival-2016": "liked"}


async def test_titles_count_while_their_reasons_are_still_being_written(
    bot: MovieBot, chat: Chat, app: App, model: Ollama, person: str, direct: Channel
) -> None:
    model.fail(SILENT)
    answer = chat.say(person, WISH, where=direct)
    await until(lambda: len(titles_in(answer.content)) == 4)
    third = ids_of(app, answer)[2]

    liked = chat.say(person, "loved the third one", where=direct)

    assert "Noted: you loved" in await said(liked)
    assert await verdicts_of(app, person) == {third: "liked"}
    assert answer.buttons == ["Stop"]
    chat.press(person, answer, "Stop")
    await ended(answer)


async def test_a_reply_speaks_of_the_titles_of_its_message(
    bot: MovieBot, playground: Playground, chat: Chat, app: App, brisk: None, person: str, other: str
) -> None:
    mention = f"<@{playground.world.bot_id}>"
    playground.limits.set(f"POST {CREATE}", 20, 5.0)
    answer = chat.say(person, f"{mention} {WISH}")
    await ended(answer)
    await ended(chat.say(person, f"{mention} a western"))
    first = ids_of(app, answer)[0]

    mine = chat.say(other, "loved the first one", reply_to=answer.message_id)

    assert "Noted: you loved" in await said(mine)
    assert await verdicts_of(app, other) == {first: "liked"}
    assert await verdicts_of(app, person) == {}


async def test_two_people_in_one_channel_have_conversations_of_their_own(
    bot: MovieBot, playground: Playground, chat: Chat, brisk: None, person: str, other: str
) -> None:
    mention = f"<@{playground.world.bot_id}>"
    playground.limits.set(f"POST {CREATE}", 20, 5.0)
    await ended(chat.say(person, f"{mention} {WISH}"))

    theirs = chat.say(other, f"{mention} seen the second one")
    assert "have not shown you anything" in await said(theirs)
    mine = chat.say(person, f"{mention} only series")
    assert (await ended(mine)).startswith(f"-# “{WISH} · only series”")


async def test_start_over_leaves_nothing_to_refine(
    chat: Chat, app: App, person: str, direct: Channel, shown: Shown
) -> None:
    assert "Fresh start" in await said(chat.say(person, "start over", where=direct))
    fresh = chat.say(person, "something lighter", where=direct)
    await ended(fresh)
    assert fresh.content.startswith("-# “something lighter”")


async def test_a_command_is_part_of_the_conversation(
    bot: MovieBot, playground: Playground, chat: Chat, brisk: None, person: str, direct: Channel
) -> None:
    asked = chat.slash(person, "recommend", where=direct, request="a western")
    await ended(asked)
    refined = chat.say(person, "older ones", where=direct)
    await ended(refined)
    assert refined.content.startswith("-# “a western · older ones”")


async def test_whoever_is_forgotten_begins_anew(
    chat: Chat, app: App, person: str, direct: Channel, shown: Shown
) -> None:
    asked = chat.slash(person, "forget-me", where=direct)
    await until(lambda: asked.buttons)
    chat.press(person, asked, "Delete everything")
    await until(lambda: "Done" in asked.content)
    assert (await app.services.people.export(int(person)))["conversations"] == []

    seen = chat.say(person, "seen the second one", where=direct)
    assert "have not shown you anything" in await said(seen)


async def test_what_nobody_understands_is_said_so(
    bot: MovieBot, chat: Chat, person: str, direct: Channel
) -> None:
    assert "I did not get that" in await said(chat.say(person, "xqzzt", where=direct))
    assert (await said(chat.say(person, "hello", where=direct))).startswith("Hi!")


async def test_names_that_people_write_come_back_harmless(
    bot: MovieBot, chat: Chat, person: str, direct: Channel
) -> None:
    text = await said(
        chat.say(person, "loved Zor**bel** <@1> [x](https://evil.example) @everyone", where=direct)
    )
    assert "**bel**" not in text
    assert "https://evil" not in text
    assert "@everyone" not in text


async def test_the_model_reads_what_the_rules_cannot_but_is_not_waited_for(
    bot: MovieBot,
    chat: Chat,
    app: App,
    model: Ollama,
    person: str,
    direct: Channel,
    shown: Shown,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    model.say('{"intent":"seen","places":[2],"wish":""}')
    answer = chat.say(person, "xqzzt", where=direct)
    assert "Noted: you have seen" in await said(answer)
    assert list((await verdicts_of(app, person)).values()) == ["seen"]

    conversations: Conversations = app.services.conversations
    monkeypatch.setattr(conversations._reader, "_model_seconds", 0.3)
    model.fail(Fault("stall-forever", at=1))
    began = asyncio.get_running_loop().time()
    lost = chat.say(person, "xqzzt bla", where=direct)
    assert "I did not get that" in await said(lost)
    assert asyncio.get_running_loop().time() - began < PAUSE_SECONDS + 2.0
