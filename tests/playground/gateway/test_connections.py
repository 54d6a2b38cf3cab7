"""The playground's gateway, as a client sees it that reads the wire itself: connections and sessions."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import aiohttp
import pytest

from bot.playground.clock import Clock
from bot.playground.gateway import Gateway
from bot.playground.occurrence import Occurrence
from bot.playground.world import World
from tests.playground.gateway.conftest import enter, said
from tests.playground.gateway_client import (
    CONTENT,
    GUILDS,
    Door,
    open_door,
    until,
)


# Coming in
async def test_a_client_is_greeted_identified_and_told_of_its_guild(
    door: Door, world: World, gateway: Gateway
) -> None:
    client = await door.enter()
    ready = await client.identify(world.token)
    assert ready["v"] == 10
    assert ready["user"]["id"] == ready["application"]["id"] == world.bot_id
    assert ready["guilds"] == [{"id": world.guild_id, "unavailable": True}]
    assert ready["resume_gateway_url"] == door.url.replace("http", "ws") + "/gateway"
    assert ready["session_id"] in gateway.sessions
    assert "shard" not in ready
    guild = await client.read_event("GUILD_CREATE")
    assert guild["id"] == world.guild_id
    assert [member["user"]["id"] for member in guild["members"]] == [world.bot_id]
    assert client.sequence == 2


async def test_a_heartbeat_is_answered_even_before_a_client_identifies(door: Door, gateway: Gateway) -> None:
    client = await door.enter()
    await client.say(1, None)
    assert (await client.read())["op"] == 11
    assert gateway.connections.heartbeats == 1


@pytest.mark.parametrize(
    ("op", "data", "code"),
    [
        (2, {"token": "wrong", "intents": 0}, 4004),
        (2, {"token": None, "intents": 0}, 4004),
        (2, {"token": "right", "intents": 1 << 15}, 4014),
        (2, {"token": "right", "intents": 1 << 30}, 4013),
        (2, {"token": "right"}, 4013),
        (2, {"token": "right", "intents": 0, "shard": [2, 2]}, 4010),
        (2, {"token": "right", "intents": 0, "shard": "all"}, 4010),
        (2, "hello", 4002),
        (6, {"token": "wrong", "session_id": "x", "seq": 1}, 4004),
        (3, {}, 4003),
        (8, {}, 4003),
        (99, {}, 4001),
        (1, "x" * 5_000, 4002),
    ],
)
async def test_who_breaks_the_rules_is_closed_with_discords_code(
    door: Door, world: World, op: int, data: Any, code: int
) -> None:
    client = await door.enter()
    if isinstance(data, dict) and data.get("token") == "right":
        data = {**data, "token": world.token}
    await client.say(op, data)
    assert await client.close_code() == code


@pytest.mark.parametrize("text", ["{", "[]", "null", '{"op": "1"}', "\x00", "[" * 2_000])
async def test_what_is_no_message_closes_the_connection(door: Door, text: str) -> None:
    client = await door.enter()
    await client.socket.send_str(text)
    assert await client.close_code() == 4002


async def test_identifying_twice_closes_the_connection(door: Door, world: World) -> None:
    client = await enter(door, world)
    await client.say(2, {"token": world.token, "intents": 0})
    assert await client.close_code() == 4005


@pytest.mark.parametrize("query", ["?v=6", "?encoding=etf", "?compress=lzma"])
async def test_what_is_not_offered_is_refused_for_good(door: Door, query: str) -> None:
    client = await door.enter(query)
    assert await client.close_code() == 4012


async def test_who_says_too_much_is_closed(door: Door, world: World) -> None:
    client = await enter(door, world)
    for _ in range(120):
        await client.say(3, {"activities": [], "status": "online", "since": 0, "afk": False})
    assert await client.close_code() == 4008


async def test_privileged_intents_are_for_applications_that_are_allowed_them(
    door: Door, world: World
) -> None:
    world.application_intents = CONTENT
    await enter(door, world, GUILDS | CONTENT)


async def test_who_sends_no_heartbeats_is_closed_and_cannot_resume(world: World, clock: Clock) -> None:
    gateway = Gateway(world, clock, heartbeat_ms=50)
    async with open_door(gateway) as door:
        client = await door.enter()
        ready = await client.identify(world.token)
        assert await client.close_code() == 4009
        again = await door.enter()
        await again.resume(world.token, ready["session_id"], client.sequence)
        assert (await again.read())["op"] == 9


async def test_a_clock_that_is_moved_on_does_not_end_connections(
    door: Door, world: World, clock: Clock
) -> None:
    client = await enter(door, world)
    clock.advance(3_600)
    assert await client.is_silent()


async def test_compressed_messages_share_one_context(door: Door, world: World) -> None:
    client = await door.enter("?v=10&encoding=json&compress=zlib-stream")
    await client.identify(world.token)
    await client.read_event("GUILD_CREATE")
    world.tell(said(world, guild=False, content="Grüße 🎬 \ud83c"))
    assert (await client.read_event("MESSAGE_CREATE"))["content"] == "Grüße 🎬 \ud83c"


# Going, and coming back
async def test_a_session_that_was_dropped_is_resumed_and_told_what_it_missed(
    door: Door, world: World, gateway: Gateway
) -> None:
    client = await door.enter()
    ready = await client.identify(world.token)
    await client.read_event("GUILD_CREATE")
    assert gateway.drop() == 1
    assert await client.close_code() == 1006
    for number in range(3):
        world.tell(said(world, guild=False, content=str(number)))
    again = await door.enter("?compress=zlib-stream")
    await again.resume(world.token, ready["session_id"], client.sequence)
    for number in range(3):
        assert (await again.read_event("MESSAGE_CREATE"))["content"] == str(number)
    assert await again.read_event("RESUMED") == {}
    world.tell(said(world, guild=False))
    await again.read_event("MESSAGE_CREATE")
    assert again.sequence == client.sequence + 5
    assert (gateway.connections.resumed, gateway.connections.closed[1006]) == (1, 1)


async def test_a_session_is_resumed_over_a_connection_that_is_still_open(door: Door, world: World) -> None:
    client = await door.enter()
    ready = await client.identify(world.token, 0)
    again = await door.enter()
    await again.resume(world.token, ready["session_id"], client.sequence)
    await again.read_event("RESUMED")
    assert await client.close_code() == 4000
    world.tell(Occurrence("INTERACTION_CREATE", {}, None))
    await again.read_event("INTERACTION_CREATE")


@pytest.mark.parametrize("how", ["unknown", "dropped", "left", "old", "overfull"])
async def test_a_session_that_has_ended_is_not_resumed(
    door: Door, world: World, gateway: Gateway, clock: Clock, how: str
) -> None:
    client = await door.enter()
    session_id = (await client.identify(world.token, 0))["session_id"]
    if how == "unknown":
        session_id = "unknown"
    elif how == "left":
        await client.socket.close(code=1000)
    else:
        gateway.drop(resumable=how != "dropped")
        await client.close_code()
    await until(lambda: gateway.connections.closed.total() == (how != "unknown"))
    if how == "old":
        clock.advance(121)
    if how == "overfull":
        for _ in range(2_001):
            world.tell(Occurrence("INTERACTION_CREATE", {}, None))
    again = await door.enter()
    await again.resume(world.token, session_id, client.sequence)
    invalid = await again.read()
    assert (invalid["op"], invalid["d"]) == (9, False)
    await again.identify(world.token, 0)


async def test_a_sequence_that_was_never_told_closes_the_connection(
    door: Door, world: World, gateway: Gateway
) -> None:
    client = await door.enter()
    ready = await client.identify(world.token, 0)
    gateway.drop()
    again = await door.enter()
    await again.resume(world.token, ready["session_id"], 99)
    assert await again.close_code() == 4007


async def test_clients_are_asked_to_reconnect_and_told_that_their_session_ended(
    door: Door, world: World, gateway: Gateway
) -> None:
    client = await enter(door, world)
    gateway.reconnect()
    assert (await client.read())["op"] == 7
    gateway.invalidate(resumable=True)
    assert await client.read() == {"op": 9, "d": True, "s": None, "t": None}
    assert len(gateway.sessions) == 1
    gateway.invalidate()
    assert (await client.read())["d"] is False
    assert gateway.sessions == {}
    assert not gateway.is_online
    await client.identify(world.token, 0)


async def test_a_gateway_that_is_away_lets_nobody_in(
    door: Door, world: World, gateway: Gateway, clock: Clock
) -> None:
    gateway.refuse(30)
    with pytest.raises(aiohttp.WSServerHandshakeError, match="503"):
        await door.enter()
    assert gateway.connections.refused == 1
    clock.advance(30)
    await enter(door, world)


async def test_a_page_in_a_browser_is_not_let_in(door: Door) -> None:
    async with aiohttp.ClientSession(headers={"Origin": "http://elsewhere.example"}) as browser:
        with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
            await browser.ws_connect(f"{door.url}/gateway")


async def test_nonsense_is_sent_as_it_stands(door: Door, world: World, gateway: Gateway) -> None:
    client = await enter(door, world, 0)
    gateway.dispatch("MESSAGE_CREATE", None)
    assert (await client.read())["d"] is None
    gateway.send_raw("{")
    with pytest.raises(json.JSONDecodeError):
        await client.read()


async def test_the_world_is_told_when_the_bot_comes_does_something_and_goes(
    door: Door, world: World, gateway: Gateway
) -> None:
    client = await enter(door, world, presence={"status": "online", "game": {"name": "/help", "type": 3}})
    assert (world.online, world.activity) == (True, {"name": "/help", "type": 3})
    watching = {"name": "films", "type": 3}
    for status, online, activities in (
        ("online", True, [watching]),
        ("invisible", False, []),
        ("idle", True, []),
    ):
        await client.say(3, {"activities": activities, "status": status, "since": 0, "afk": False})
        await client.is_silent()
        assert (world.online, world.activity) == (online, next(iter(activities), None))
    await client.socket.close(code=1000)
    await until(lambda: not world.online)
    assert gateway.sessions == {}
    assert gateway.connections.as_json()["closed"] == {"1000": 1}


async def test_a_gateway_that_closes_says_so_to_its_clients(world: World, clock: Clock) -> None:
    gateway = Gateway(world, clock)
    async with open_door(gateway) as door:
        client = await enter(door, world)
        await asyncio.gather(gateway.close(), client.close_code())
        assert client.socket.close_code == 1001
        world.tell(said(world))


async def test_two_hundred_events_at_once_cost_little(door: Door, world: World, gateway: Gateway) -> None:
    client = await door.enter("?compress=zlib-stream")
    await client.identify(world.token, 0)
    payload = {"id": "1", "data": {"options": [{"name": "request", "value": "x" * 100}] * 20}}
    began = time.perf_counter()
    for _ in range(200):
        world.tell(Occurrence("INTERACTION_CREATE", payload, None))
    told = time.perf_counter() - began
    for _ in range(200):
        await client.read_event("INTERACTION_CREATE")
    read = time.perf_counter() - began
    print(f"200 events of 2.8 kB: told in {told * 1000:.1f} ms, read in {read * 1000:.1f} ms")
    assert told < 0.2
    assert read < 2
