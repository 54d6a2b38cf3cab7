"""The buttons under an answer: Stop and Retry, whoever presses them, and after whatever restart."""

from __future__ import annotations

import asyncio
import re

import pytest

from bot.app import App
from bot.client import MovieBot
from bot.playground.options import Refused
from bot.playground.server import Playground
from tests.cogs.chat import Answer, Chat, ended, said, until
from tests.cogs.conftest import broken_store, connected, kill, until_kept
from tests.cogs.wishes import FOUR_ROWS, SILENT, TALKING, WISH, titles_in
from tests.stand_ins.ollama import Ollama
from tests.stand_ins.wire import Fault

pytestmark = pytest.mark.asyncio(loop_scope="session")

UPDATE_LATER = {"type": 6}
WHOLE = "Reasons written by llama3.1:8b"
CUT_OFF = "-# ⏹️ A restart cut this off; Retry asks again"


async def failed(app: App, chat: Chat, person: str) -> Answer:
    """Have an answer fail; return it."""
    async with broken_store(app):
        answer = chat.slash(person, "recommend", **WISH)
        await until(lambda: "Retry" in answer.buttons)
    return answer


async def cut_off(bot: MovieBot, chat: Chat, model: Ollama, person: str, *, private: bool = False) -> Answer:
    """Have the bot's process end in the middle of an answer; return that."""
    model.fail(SILENT)
    answer = chat.slash(person, "recommend", **WISH, private=private)
    await until(lambda: "Stop" in answer.buttons and model.exchanges)
    await kill(bot)
    model.faults, model.exchanges = [], []
    return answer


# -- Stop ---------------------------------------------------------------------------------------------


async def test_stop_ends_the_models_work_at_once_and_is_marked(
    bot: MovieBot, chat: Chat, model: Ollama, person: str, app: App
) -> None:
    model.fail(SILENT)
    answer = chat.slash(person, "recommend", **WISH)
    await until(lambda: "Stop" in answer.buttons and model.exchanges)

    chat.press(person, answer, "Stop")

    assert await model.until_left() < 0.5
    content = await ended(answer, 3.0)
    assert content.split("\n")[-1].startswith("-# ⏹️ Stopped · the built-in writer")
    assert "> …" not in content
    assert answer.buttons == FOUR_ROWS
    await until_kept(app, person, "stopped")
    [kept] = (await app.services.people.export(int(person)))["recommendations"]
    assert [title["title"] for title in kept["titles"]] == titles_in(content)


async def test_somebody_elses_stop_is_refused_in_private_and_the_answer_goes_on(
    bot: MovieBot, chat: Chat, model: Ollama, person: str, other: str
) -> None:
    model.fail(TALKING)
    answer = chat.slash(person, "recommend", **WISH)
    await until(lambda: "Stop" in answer.buttons)

    refused = chat.press(other, answer, "Stop")

    assert "someone else's answer" in await said(refused)
    assert refused.is_private
    assert (await ended(answer)).endswith(WHOLE)


async def test_a_stop_that_crosses_the_end_changes_nothing(
    bot: MovieBot, playground: Playground, chat: Chat, model: Ollama, person: str
) -> None:
    model.fail(TALKING)
    answer = chat.slash(person, "recommend", **WISH)
    await until(lambda: "Stop" in answer.buttons)
    # The last state is on its way to Discord when the button is pressed.
    await until(lambda: model.exchanges and model.exchanges[-1].ended)
    playground.faults.add("PATCH", "@original", delay=0.6)
    await asyncio.sleep(0.2)

    pressed = chat.press(person, answer, "Stop")

    assert (await ended(answer)).endswith(WHOLE)
    assert pressed.callback == UPDATE_LATER


# -- Retry --------------------------------------------------------------------------------------------


async def test_a_failure_is_marked_under_a_reference_and_retry_asks_again(
    bot: MovieBot, chat: Chat, app: App, person: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await failed(app, chat, person)
    found = re.search(r"Something broke on my side \(ref `([0-9a-f]{6})`\)", answer.content)
    assert found
    [record] = [record for record in caplog.records if found[1] in record.getMessage()]
    assert record.exc_info
    assert WISH["request"] not in record.getMessage()

    pressed = chat.press(person, answer, "Retry")
    await until(lambda: titles_in(answer.content))

    assert (await ended(answer)).endswith(WHOLE)
    assert pressed.callback == UPDATE_LATER
    assert pressed.message is answer.message
    assert answer.buttons == FOUR_ROWS
    await until_kept(app, person, "done")


async def test_two_quick_presses_of_retry_ask_once(
    bot: MovieBot, chat: Chat, app: App, model: Ollama, person: str
) -> None:
    answer = await failed(app, chat, person)
    model.exchanges.clear()

    first, second = (chat.press(person, answer, "Retry") for _ in range(2))
    await until(lambda: titles_in(answer.content) and answer.buttons == FOUR_ROWS)
    await asyncio.sleep(0.1)

    assert first.callback == second.callback == UPDATE_LATER
    assert len(model.exchanges) == 1


async def test_somebody_elses_retry_is_refused_in_private(
    bot: MovieBot, chat: Chat, app: App, model: Ollama, person: str, other: str
) -> None:
    answer = await failed(app, chat, person)
    before = answer.content

    refused = chat.press(other, answer, "Retry")

    assert "someone else's answer" in await said(refused)
    assert refused.is_private
    assert answer.content == before
    assert answer.buttons == ["Retry"]
    assert model.exchanges == []


async def test_retry_of_an_answer_that_was_forgotten_says_so(
    bot: MovieBot, chat: Chat, app: App, model: Ollama, person: str
) -> None:
    answer = await failed(app, chat, person)
    before = answer.content
    await app.services.people.forget(int(person))

    pressed = chat.press(person, answer, "Retry")

    assert await said(pressed) == "I no longer know what this answered. `/recommend` gets you a new one."
    assert pressed.is_private
    assert answer.content == before
    assert model.exchanges == []


async def test_a_retry_is_written_bit_by_bit_and_can_be_stopped(
    bot: MovieBot, chat: Chat, app: App, model: Ollama, person: str
) -> None:
    answer = await failed(app, chat, person)
    model.fail(SILENT)
    chat.press(person, answer, "Retry")
    await until(lambda: "Stop" in answer.buttons and model.exchanges)

    chat.press(person, answer, "Stop")

    await model.until_left()
    assert "⏹️ Stopped" in (await ended(answer)).split("\n")[-1]
    await until_kept(app, person, "stopped")


# -- after a restart ------------------------------------------------------------------------------------


async def test_retry_works_for_a_bot_that_did_not_write_the_answer(
    playground: Playground, chat: Chat, app: App, model: Ollama, person: str
) -> None:
    async with connected(app, playground):
        model.fail(SILENT)
        answer = chat.slash(person, "recommend", **WISH)
        await until(lambda: "Stop" in answer.buttons and model.exchanges)
    assert answer.content.split("\n")[-1].startswith(CUT_OFF)
    titles = titles_in(answer.content)

    model.faults = []
    async with connected(app, playground):
        chat.press(person, answer, "Retry")
        await until(lambda: WHOLE in answer.content)

    assert titles_in(answer.content) == titles
    assert answer.buttons == FOUR_ROWS
    await until_kept(app, person, "done")


@pytest.mark.parametrize("private", [False, True], ids=["seen by all", "private"])
async def test_what_the_end_of_the_process_cut_off_is_marked_at_the_next_start(
    playground: Playground, chat: Chat, app: App, model: Ollama, person: str, private: bool
) -> None:
    async with connected(app, playground) as killed:
        answer = await cut_off(killed, chat, model, person, private=private)
    assert answer.buttons == ["Stop"]
    titles = titles_in(answer.content)
    [row] = await until_kept(app, person, "writing")
    assert row["message_id"] == int(answer.message_id)

    async with connected(app, playground):
        await until(lambda: answer.content.endswith(CUT_OFF))
        await until_kept(app, person, "stopped")
        assert answer.buttons == ["Retry"]
        assert titles_in(answer.content) == titles
        assert "> …" not in answer.content

        chat.press(person, answer, "Retry")
        await until(lambda: WHOLE in answer.content)
    assert answer.is_private == private


async def test_an_answer_without_any_text_yet_is_marked_at_the_next_start_too(
    playground: Playground, chat: Chat, app: App, model: Ollama, person: str
) -> None:
    async with connected(app, playground) as killed:
        late = playground.faults.add("PATCH", "@original", delay=60.0)
        answer = chat.slash(person, "recommend", **WISH)
        await until(lambda: late.hits)
        await kill(killed)
    assert answer.message is not None
    assert answer.message.is_loading
    playground.faults.clear()

    async with connected(app, playground):
        await until(lambda: answer.content == CUT_OFF)
        assert answer.buttons == ["Retry"]


async def test_stop_mends_an_answer_that_nobody_writes_any_more(
    playground: Playground, chat: Chat, app: App, model: Ollama, person: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.ui.repair.REST_SECONDS", 0.2)
    async with connected(app, playground) as killed:
        answer = await cut_off(killed, chat, model, person)

    before = answer.contents

    # Discord does not let the new bot mend it at its start.
    failing = playground.faults.add("GET", rf"/messages/{answer.message_id}$", status=503)
    async with connected(app, playground):
        await until(lambda: failing.hits)
        playground.faults.clear()
        chat.press(person, answer, "Stop")

        await until(lambda: answer.content.endswith(CUT_OFF), 2.0)
        await until_kept(app, person, "stopped")
        # The next try to mend it finds nothing to do.
        await asyncio.sleep(0.4)
        await until_kept(app, person, "stopped")
    assert answer.buttons == ["Retry"]
    assert answer.contents[:-1] == before


async def test_what_was_forgotten_meanwhile_is_not_mended(
    playground: Playground, chat: Chat, app: App, model: Ollama, person: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.ui.repair.REST_SECONDS", 0.2)
    async with connected(app, playground) as killed:
        answer = await cut_off(killed, chat, model, person)
    failing = playground.faults.add("GET", rf"/messages/{answer.message_id}$", status=503)
    edits = len(chat.edits_of(answer))

    async with connected(app, playground):
        await until(lambda: failing.hits)
        await app.services.people.forget(int(person))
        playground.faults.clear()
        await asyncio.sleep(0.4)

    assert failing.hits == 1
    assert len(chat.edits_of(answer)) == edits
    assert (await app.services.people.export(int(person)))["messages"] == []


async def test_a_message_that_was_deleted_meanwhile_is_left_alone_at_the_next_start(
    playground: Playground, chat: Chat, app: App, model: Ollama, person: str
) -> None:
    async with connected(app, playground) as killed:
        answer = await cut_off(killed, chat, model, person)
    chat.delete(answer)

    async with connected(app, playground):
        await until_kept(app, person, "stopped")
    assert answer.followups == []


# -- the message goes away ----------------------------------------------------------------------------


@pytest.mark.usefixtures("brisk")
async def test_a_deletion_that_nobody_tells_of_ends_the_models_work_at_the_next_edit(
    bot: MovieBot, chat: Chat, model: Ollama, person: str, app: App
) -> None:
    model.fail(Fault(pause=0.05))
    answer = chat.slash(person, "recommend", **WISH)
    await until(lambda: "Reason" in answer.content)

    del chat.channel.messages[answer.message_id]

    await model.until_left(4.0)
    await until_kept(app, person, "stopped")
    assert not answer.followups


@pytest.mark.parametrize("what", ["message", "messages", "channel", "server"])
async def test_a_deletion_that_discord_tells_of_ends_the_work_of_a_silent_model(
    bot: MovieBot, playground: Playground, chat: Chat, model: Ollama, person: str, app: App, what: str
) -> None:
    model.fail(SILENT)
    answer = chat.slash(person, "recommend", **WISH)
    await until(lambda: answer.content and model.exchanges)
    await asyncio.sleep(0.1)
    edits = len(chat.edits_of(answer))

    if what == "message":
        chat.delete(answer)
    elif what == "messages":
        playground.messages.delete_many(chat.channel, [answer.message_id])
    elif what == "channel":
        playground.world.delete_channel(chat.channel.id)
    else:
        playground.gateway.dispatch("GUILD_DELETE", {"id": playground.world.guild_id})

    await model.until_left(0.5)
    await until_kept(app, person, "stopped")
    assert answer.followups == []
    assert (
        len([one for one in playground.recorded if answer.token in one.path and one.method == "PATCH"])
        == edits
    )


@pytest.mark.usefixtures("brisk")
async def test_a_private_answer_whose_token_is_over_ends_quietly(
    bot: MovieBot, playground: Playground, chat: Chat, model: Ollama, person: str, app: App,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    model.fail(SILENT)
    answer = chat.slash(person, "recommend", **WISH, private=True)
    await until(lambda: answer.content and model.exchanges)

    playground.clock.advance(15 * 60.0 + 1)

    await model.until_left(5.0)
    await until_kept(app, person, "stopped")
    assert "unexpected" not in caplog.text
    assert answer.followups == []


async def test_a_button_of_an_answer_that_one_person_sees_is_nobody_elses(
    bot: MovieBot, chat: Chat, model: Ollama, person: str, other: str
) -> None:
    model.fail(SILENT)
    answer = chat.slash(person, "recommend", **WISH, private=True)
    await until(lambda: "Stop" in answer.buttons)

    with pytest.raises(Refused):
        chat.press(other, answer, "Stop")
    refused = chat.press_unchecked(other, answer, "Stop")

    assert "someone else's answer" in await said(refused)
    assert answer.buttons == ["Stop"]
