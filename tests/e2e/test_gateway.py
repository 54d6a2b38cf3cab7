"""The gateway drops, ends sessions, or says what nobody can read; the bot stays and hears the next command."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.harness import Answer, Scene
from tests.e2e.process import until
from tests.stand_ins.wire import Fault

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def being_written(scene: Scene) -> Answer:
    """Return an answer in mid-stream."""
    scene.model.fail(Fault(pause=0.02))
    answer = scene.ask()
    await answer.until_answered()
    await answer.until_written()
    return answer


async def test_a_connection_that_drops_is_resumed_and_the_answer_does_not_notice(scene: Scene) -> None:
    gateway = scene.playground.gateway
    identified, resumed = gateway.connections.identified, gateway.connections.resumed
    answer = await being_written(scene)
    gateway.drop()
    await until(lambda: gateway.connections.resumed > resumed, "the session is resumed")
    await answer.until_over()
    answer.check()
    assert gateway.connections.identified == identified
    await scene.answers()


async def test_what_is_pressed_while_the_gateway_is_away_is_heard_after_the_resume(scene: Scene) -> None:
    gateway = scene.playground.gateway
    scene.model.fail(Fault(pause=0.1))
    answer = scene.ask()
    await answer.until_answered()
    await answer.until_written()
    gateway.drop()
    stop = answer.press("Stop")
    await stop.until_answered()
    await answer.until_over()
    answer.check()
    assert "⏹️ Stopped" in answer.now.content


async def test_a_session_that_cannot_be_resumed_is_begun_anew(scene: Scene) -> None:
    gateway = scene.playground.gateway
    identified = gateway.connections.identified
    answer = await being_written(scene)
    gateway.drop(resumable=False)
    await answer.until_over()
    answer.check()
    # discord.py waits five seconds before it says again who it is.
    await until(lambda: gateway.connections.identified > identified, "the bot says anew who it is")
    await scene.answers()


async def test_a_gateway_that_asks_to_reconnect_is_obeyed(scene: Scene) -> None:
    gateway = scene.playground.gateway
    resumed = gateway.connections.resumed
    answer = await being_written(scene)
    gateway.reconnect()
    await until(lambda: gateway.connections.resumed > resumed, "the session is resumed elsewhere")
    await answer.until_over()
    answer.check()
    await scene.answers()


async def test_a_discord_that_is_away_altogether_is_waited_for(scene: Scene) -> None:
    playground = scene.playground
    answer = await being_written(scene)
    playground.gateway.refuse(2.0)
    playground.faults.add(seconds=2.0, drop=True)
    playground.gateway.drop()
    await until(lambda: not playground.world.online, "the connection is gone")
    await answer.until_over()
    assert answer.now.content.endswith("-# Reasons written by llama3.1:8b")
    await scene.bot.until_online()
    await scene.answers()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("INTERACTION_CREATE", {}),
        ("INTERACTION_CREATE", {"id": "1", "type": 2, "token": "t", "application_id": "1", "version": 1}),
        ("INTERACTION_CREATE", {"id": "x", "type": "two", "data": [], "member": None}),
        ("MESSAGE_CREATE", None),
        ("MESSAGE_UPDATE", {"id": "1"}),
        ("MESSAGE_DELETE", []),
        ("GUILD_CREATE", "no object"),
        ("CHANNEL_DELETE", {"guild_id": {}}),
        ("SOMETHING_NEW", {"a": 1}),
        ("", 0),
    ],
    ids=lambda value: str(value)[:40],
)
async def test_an_event_that_cannot_be_read_is_passed_over(scene: Scene, name: str, data: Any) -> None:
    gateway = scene.playground.gateway
    opened = gateway.connections.opened
    gateway.dispatch(name, data)
    await scene.answers()
    assert gateway.connections.opened == opened


@pytest.mark.parametrize(
    "text",
    [
        '{"op": 99, "d": {}, "s": null, "t": null}',
        '{"op": 0, "t": "MESSAGE_CREATE", "s": null, "d": null}',
        '{"op": 0, "t": null, "s": null, "d": null}',
        '{"op": 11}',
    ],
)
async def test_a_message_of_an_unknown_kind_is_passed_over(scene: Scene, text: str) -> None:
    opened = scene.playground.gateway.connections.opened
    scene.playground.gateway.send_raw(text)
    await scene.answers()
    assert scene.playground.gateway.connections.opened == opened


async def test_what_is_no_json_costs_a_connection_but_neither_the_process_nor_an_answer(scene: Scene) -> None:
    gateway = scene.playground.gateway
    answer = await being_written(scene)
    opened = gateway.connections.opened
    gateway.send_raw('{"op": 0, "t": "MESSAGE_CREATE", "d": {"content": "my secret')
    await until(lambda: gateway.connections.opened > opened, "the bot connects anew")
    await scene.bot.until_online()
    await answer.until_over()
    if answer.now.buttons:  # cut off, and marked so
        assert answer.now.buttons == ("Retry",)
        retried = answer.press("Retry")
        await retried.until_answered()
        await answer.until_shows("Reasons written by")
    assert answer.now.content.endswith("-# Reasons written by llama3.1:8b")
    await scene.answers()
    assert "my secret" not in scene.bot.log
