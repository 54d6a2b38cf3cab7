"""What the playground's gateway tells to whom: as far as intents, mentions and shards reach."""

from __future__ import annotations

from bot.playground.gateway import Gateway
from bot.playground.occurrence import Occurrence
from bot.playground.world import World
from tests.playground.gateway.conftest import enter, said
from tests.playground.gateway_client import (
    CONTENT,
    DIRECT,
    GUILDS,
    MEMBERS,
    MESSAGES,
    PRESENCES,
    REACTIONS,
    TYPING,
    Door,
)


# What is told
async def test_only_what_was_asked_for_is_told(door: Door, world: World, gateway: Gateway) -> None:
    client = await enter(door, world, GUILDS | DIRECT)
    world.tell(said(world, guild=True))
    world.tell(Occurrence("MESSAGE_REACTION_ADD", {}, None))
    world.tell(Occurrence("TYPING_START", {}, world.guild_id))
    world.tell(Occurrence("GUILD_MEMBER_ADD", {"user": {"id": "5"}}, world.guild_id))
    world.tell(Occurrence("PRESENCE_UPDATE", {}, world.guild_id))
    assert await client.is_silent()
    world.tell(said(world, guild=False))
    assert (await client.read_event("MESSAGE_CREATE"))["content"] == "Hello"
    assert gateway.connections.withheld["MESSAGE_CREATE"] == 1
    assert gateway.connections.told["MESSAGE_CREATE"] == 1


async def test_without_the_guilds_intent_there_is_no_guild(door: Door, world: World) -> None:
    client = await enter(door, world, MESSAGES | REACTIONS | TYPING)
    world.add_channel("quiet")
    assert await client.is_silent()
    world.tell(Occurrence("MESSAGE_REACTION_ADD", {}, world.guild_id))
    await client.read_event("MESSAGE_REACTION_ADD")
    world.tell(Occurrence("TYPING_START", {}, world.guild_id))
    await client.read_event("TYPING_START")


async def test_interactions_are_told_whatever_the_intents(door: Door, world: World) -> None:
    client = await enter(door, world, 0)
    world.tell(Occurrence("INTERACTION_CREATE", {"id": "1"}, world.guild_id))
    assert await client.read_event("INTERACTION_CREATE") == {"id": "1"}


async def test_what_is_not_for_the_bot_is_not_told(door: Door, world: World) -> None:
    client = await enter(door, world)
    world.tell(Occurrence("MESSAGE_CREATE", {"id": "1"}, None, to_bot=False))
    assert await client.is_silent()


async def test_without_the_right_to_it_the_content_of_messages_is_missing(door: Door, world: World) -> None:
    client = await enter(door, world)
    told = said(world, guild=True)
    world.tell(told)
    seen = await client.read_event("MESSAGE_CREATE")
    assert (seen["content"], seen["embeds"], seen["attachments"]) == ("", [], [])
    assert "poll" not in seen
    assert "referenced_message" not in seen
    assert told.data["content"] == "Hello"


async def test_direct_messages_own_messages_and_mentions_keep_their_content(door: Door, world: World) -> None:
    client = await enter(door, world)
    for told in (
        said(world, guild=False),
        said(world, author=world.bot),
        said(world, mentions=[world.bot]),
    ):
        world.tell(told)
        assert (await client.read_event("MESSAGE_CREATE"))["content"] == "Hello"


async def test_a_message_that_is_answered_keeps_its_content_only_where_it_may(
    door: Door, world: World
) -> None:
    client = await enter(door, world)
    world.tell(said(world, mentions=[world.bot], referenced_message=said(world).data))
    seen = await client.read_event("MESSAGE_CREATE")
    assert (seen["content"], seen["referenced_message"]["content"]) == ("Hello", "")


async def test_with_the_right_to_it_all_content_is_told(door: Door, world: World) -> None:
    world.application_intents = CONTENT
    client = await enter(door, world, GUILDS | MESSAGES | CONTENT)
    world.tell(said(world, guild=True))
    assert (await client.read_event("MESSAGE_CREATE"))["content"] == "Hello"


async def test_guilds_are_told_to_their_shard_and_direct_messages_to_the_first(
    door: Door, world: World
) -> None:
    mine = (int(world.guild_id) >> 22) % 2
    clients = []
    for index in range(2):
        client = await door.enter()
        ready = await client.identify(world.token, shard=[index, 2])
        assert ready["shard"] == [index, 2]
        assert bool(ready["guilds"]) == (index == mine)
        if index == mine:
            await client.read_event("GUILD_CREATE")
        clients.append(client)
    world.tell(said(world, guild=True))
    world.tell(said(world, guild=False))
    expected = {0: [False], 1: []}
    expected[mine] = [True, *expected[mine]]
    for index, client in enumerate(clients):
        for in_guild in expected[index]:
            assert ("guild_id" in await client.read_event("MESSAGE_CREATE")) == in_guild
        assert await client.is_silent()


async def test_members_are_found_by_name_and_id_and_listed_only_with_the_right_to_it(
    door: Door, world: World
) -> None:
    client = await enter(door, world, GUILDS)
    person = next(world.people())
    by_name = {"guild_id": world.guild_id, "query": person["username"][:3], "limit": 5, "nonce": "n"}
    await client.say(8, by_name)
    chunk = await client.read_event("GUILD_MEMBERS_CHUNK")
    assert [member["user"]["id"] for member in chunk["members"]] == [person["id"]]
    assert (chunk["nonce"], chunk["chunk_index"], chunk["chunk_count"]) == ("n", 0, 1)
    assert "presences" not in chunk
    await client.say(8, {"guild_id": world.guild_id, "user_ids": [person["id"], "1"]})
    chunk = await client.read_event("GUILD_MEMBERS_CHUNK")
    assert (len(chunk["members"]), chunk["not_found"]) == (1, ["1"])
    everybody = {"guild_id": world.guild_id, "query": "", "limit": 0}
    await client.say(8, everybody)
    assert (await client.read_event("GUILD_MEMBERS_CHUNK"))["members"] == []
    world.application_intents = MEMBERS | PRESENCES
    allowed = await enter(door, world, GUILDS | MEMBERS | PRESENCES)
    await allowed.say(8, everybody)
    assert len((await allowed.read_event("GUILD_MEMBERS_CHUNK"))["members"]) == 3
