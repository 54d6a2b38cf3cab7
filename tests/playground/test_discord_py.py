"""A bot made with discord.py lives in the playground as it would in Discord."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable

import aiohttp
import discord
import pytest

from bot.playground.channel import Channel
from bot.playground.interaction import Interaction
from bot.playground.messages import Message
from bot.playground.permissions import Permissions
from bot.playground.server import Playground
from tests.playground import openapi
from tests.playground.everything_bot import PIXEL, EverythingBot
from tests.playground.openapi import needs_description


async def until(holds: Callable[[], object]) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(5):
        while not holds():  # noqa: ASYNC110 - what is waited for has no event of its own
            await asyncio.sleep(0.01)


def robin(playground: Playground) -> str:
    return str(next(playground.world.people())["id"])


def kim(playground: Playground) -> str:
    return str(list(playground.world.people())[1]["id"])


def general(playground: Playground) -> Channel:
    return playground.world.channel_named("general")


def slash(playground: Playground, name: str, values: dict[str, object] | None = None) -> Interaction:
    return playground.people.slash(robin(playground), general(playground).id, name, values or {})


def messages(playground: Playground) -> list[Message]:
    return [*general(playground).messages.values()]


def contents(playground: Playground) -> list[str]:
    return [message.data["content"] for message in messages(playground)]


async def panel(playground: Playground) -> Message:
    asked = slash(playground, "panel")
    await until(lambda: asked.original)
    assert asked.original is not None
    return asked.original


async def test_the_bot_is_seen_online_with_what_it_does(playground: Playground, bot: EverythingBot) -> None:
    assert bot.user is not None
    assert bot.user.id == int(playground.world.bot_id)
    assert playground.world.online
    assert playground.world.activity is not None
    assert playground.world.activity["name"] == "/say"
    assert [guild.name for guild in bot.guilds] == ["Matinee"]
    assert bot.guilds[0].me is not None
    assert {channel.name for channel in bot.guilds[0].text_channels} == {"general", "film-club"}


async def test_commands_are_synced_and_keep_their_ids(playground: Playground, bot: EverythingBot) -> None:
    before = {command["name"]: command["id"] for command in playground.world.commands.all()}
    synced = await bot.tree.sync()
    assert {command.name: str(command.id) for command in synced} == before
    fetched = await bot.tree.fetch_commands()
    assert {command.name for command in fetched} == set(before)


async def test_a_command_is_answered(playground: Playground, bot: EverythingBot) -> None:
    asked = slash(playground, "say", {"text": "hello", "times": 2, "loud": True})
    assert await asked.answered()
    (message,) = messages(playground)
    assert message.data["content"] == "HELLO HELLO"
    assert message.data["interaction"]["name"] == "say"
    assert message.data["interaction_metadata"]["user"]["username"] == "robin"
    assert (await bot.hear("message")).content == "HELLO HELLO"


async def test_a_deferred_answer_is_edited_and_followed_up(
    playground: Playground, bot: EverythingBot
) -> None:
    slash(playground, "think")
    await until(lambda: contents(playground) == ["thought", "more, changed"])
    await until(lambda: messages(playground)[0].data["embeds"])
    first, second = messages(playground)
    assert first.data["embeds"] == [{"type": "rich", "title": "A card"}]
    assert first.data["edited_timestamp"] is not None
    assert second.data["message_reference"]["message_id"] == first.id
    assert not bot.failures


async def test_a_private_answer_is_for_one_person_and_not_told_to_the_gateway(
    playground: Playground, bot: EverythingBot
) -> None:
    slash(playground, "think", {"private": True})
    await until(lambda: contents(playground) == ["thought", "more, changed"])
    assert {message.only_for for message in messages(playground)} == {robin(playground)}
    assert playground.gateway.connections.told["MESSAGE_CREATE"] == 0
    with pytest.raises(discord.NotFound):
        await bot.get_partial_messageable(int(general(playground).id)).fetch_message(
            int(messages(playground)[0].id)
        )


async def test_the_first_followup_takes_the_place_of_thinking(
    playground: Playground, bot: EverythingBot
) -> None:
    slash(playground, "follow")
    await until(lambda: contents(playground) == ["instead"])
    (message,) = messages(playground)
    assert message.data["flags"] == 0
    assert message.data["edited_timestamp"] is None


@pytest.mark.parametrize(("button", "then"), [("Change", "changed"), ("later", "later")])
async def test_a_button_changes_its_message(
    playground: Playground, bot: EverythingBot, button: str, then: str
) -> None:
    shown = await panel(playground)
    playground.people.press(robin(playground), shown.id, button)
    await until(lambda: contents(playground) == [then])


async def test_a_button_answers_to_whoever_pressed_it(playground: Playground, bot: EverythingBot) -> None:
    shown = await panel(playground)
    pressed = playground.people.press(kim(playground), shown.id, "whisper")
    await until(lambda: pressed.original)
    assert pressed.original is not None
    assert pressed.original.only_for == kim(playground)
    assert pressed.original.data["interaction_metadata"]["interacted_message_id"] == shown.id


async def test_a_select_tells_what_was_chosen(playground: Playground, bot: EverythingBot) -> None:
    shown = await panel(playground)
    playground.people.select(robin(playground), shown.id, "pick", ["2"])
    await until(lambda: contents(playground) == ["picked 2"])


@pytest.mark.parametrize("way", ["command", "button"])
async def test_a_form_is_shown_filled_in_and_answered(
    playground: Playground, bot: EverythingBot, way: str
) -> None:
    if way == "command":
        asked = slash(playground, "form")
    else:
        asked = playground.people.press(robin(playground), (await panel(playground)).id, "form")
    assert await asked.answered()
    assert asked.modal is not None
    assert asked.modal["title"] == "Tell me more"
    playground.people.submit(robin(playground), asked.id, {"film": "Heat", "why": "the diner"})
    await until(lambda: "Heat: the diner" in contents(playground))


async def test_a_card_shows_the_file_that_came_with_it(playground: Playground, bot: EverythingBot) -> None:
    slash(playground, "cards")
    await until(lambda: messages(playground) and messages(playground)[0].data["embeds"])
    data = messages(playground)[0].data
    assert data["attachments"] == []
    assert data["embeds"][0]["image"]["url"].startswith(playground.url)
    assert data["embeds"][0]["fields"] == [{"name": "Runtime", "value": "170 min", "inline": True}]
    shown = await bot.hear("edit")
    assert shown.message.embeds[0].image.url == data["embeds"][0]["image"]["url"]


async def test_a_file_given_to_a_command_is_read_and_one_is_given_back(
    playground: Playground, bot: EverythingBot
) -> None:
    file_id = playground.people.upload("list.txt", b"heat", "text/plain")
    asked = slash(playground, "read", {"file": file_id})
    await until(lambda: asked.original)
    assert not bot.failures
    (attachment,) = messages(playground)[0].data["attachments"]
    assert messages(playground)[0].data["content"] == "list.txt: heat"
    assert (attachment["filename"], attachment["description"]) == ("back.txt", "Louder")
    async with (
        aiohttp.ClientSession() as http,
        http.get(attachment["url"]) as answer,
    ):
        assert await answer.text() == "HEAT"


async def test_titles_are_completed_while_they_are_typed(playground: Playground, bot: EverythingBot) -> None:
    place = general(playground).id
    asked = playground.people.complete(robin(playground), place, "complete", {"title": "he"}, focused="title")
    assert await asked.answered()
    assert asked.choices == [{"name": "he!", "value": "he"}]
    slash(playground, "complete", {"title": "heat"})
    await until(
        lambda: len(
            playground.recorded.of("DELETE", "/webhooks/{webhook_id}/{webhook_token}/messages/@original")
        )
    )
    await until(lambda: not messages(playground))


async def test_a_subcommand_works_in_direct_messages_too(playground: Playground, bot: EverythingBot) -> None:
    direct = playground.world.open_dm(robin(playground))
    playground.people.slash(robin(playground), direct.id, "list", {"add": {"kind": "film"}})
    await until(lambda: direct.messages)
    (message,) = direct.messages.values()
    assert message.data["content"] == "film in direct"


async def test_an_answer_after_three_seconds_or_a_second_one_is_refused(
    playground: Playground, bot: EverythingBot
) -> None:
    asked = slash(playground, "silent")
    interaction = await bot.hear("silent")
    playground.clock.advance(3.1)
    assert not await asked.answered()
    with pytest.raises(discord.NotFound) as too_late:
        await interaction.response.send_message("late")
    assert too_late.value.code == 10062

    slash(playground, "silent")
    interaction = await bot.hear("silent")
    await interaction.response.send_message("first")
    interaction.response._response_type = None
    with pytest.raises(discord.HTTPException) as twice:
        await interaction.response.send_message("second")
    assert twice.value.code == 40060


async def test_a_token_ends_after_fifteen_minutes_and_the_message_can_still_be_edited(
    playground: Playground, bot: EverythingBot
) -> None:
    slash(playground, "silent")
    interaction = await bot.hear("silent")
    sent = await interaction.response.send_message("first")
    playground.clock.advance(15 * 60 + 1)
    with pytest.raises(discord.HTTPException) as over:
        await interaction.edit_original_response(content="more")
    assert (over.value.status, over.value.code) == (401, 50027)
    channel = bot.get_channel(interaction.channel_id)
    assert isinstance(channel, discord.TextChannel)
    await channel.get_partial_message(sent.message_id).edit(content="more")
    assert contents(playground) == ["more"]


async def test_the_bot_writes_edits_and_deletes_in_a_channel(
    playground: Playground, bot: EverythingBot
) -> None:
    channel = bot.get_partial_messageable(int(general(playground).id))
    sent = await channel.send("hello <@1> @everyone", nonce="n1", silent=True)
    assert (await bot.hear("message")).id == sent.id
    reply = await sent.reply("an answer", file=discord.File(io.BytesIO(PIXEL), "dot.png"))
    assert reply.reference is not None
    assert reply.reference.message_id == sent.id
    assert (reply.attachments[0].width, reply.attachments[0].height) == (1, 1)
    await sent.edit(content="changed", attachments=[])
    assert (await bot.hear("edit")).message.content == "changed"
    assert (await channel.fetch_message(sent.id)).content == "changed"
    assert [message.id async for message in channel.history(limit=10)] == [reply.id, sent.id]
    async with channel.typing():
        pass
    await sent.delete()
    assert (await bot.hear("delete")).message_id == sent.id


async def test_the_same_nonce_does_not_send_twice(playground: Playground, bot: EverythingBot) -> None:
    channel = bot.get_partial_messageable(int(general(playground).id))
    once, twice = await channel.send("hello", nonce="n1"), await channel.send("hello", nonce="n1")
    assert once.id == twice.id
    assert contents(playground) == ["hello"]


async def test_people_and_bot_react(playground: Playground, bot: EverythingBot) -> None:
    channel = bot.get_partial_messageable(int(general(playground).id))
    sent = await channel.send("good?")
    await sent.add_reaction("👍")
    playground.people.react(robin(playground), str(sent.id), "👍")
    assert (await bot.hear("reaction")).user_id == int(playground.world.bot_id)
    heard = await bot.hear("reaction")
    assert (heard.user_id, str(heard.emoji)) == (int(robin(playground)), "👍")
    assert heard.member is not None
    fetched = await channel.fetch_message(sent.id)
    assert [(reaction.count, reaction.me) for reaction in fetched.reactions] == [(2, True)]
    assert {user.name async for user in fetched.reactions[0].users()} == {"Matinee", "robin"}
    playground.people.unreact(robin(playground), str(sent.id), "👍")
    assert (await bot.hear("reaction taken")).user_id == int(robin(playground))
    await sent.remove_reaction("👍", discord.Object(int(playground.world.bot_id)))
    assert not messages(playground)[0].reactions


async def test_direct_messages_go_both_ways(playground: Playground, bot: EverythingBot) -> None:
    user = await bot.fetch_user(int(robin(playground)))
    sent = await user.send("hello")
    direct = playground.world.open_dm(robin(playground))
    assert str(sent.channel.id) == direct.id
    playground.people.say(robin(playground), direct.id, "hello yourself", reply_to=str(sent.id))
    await bot.hear("message")
    heard = await bot.hear("message")
    assert heard.content == "hello yourself"
    assert heard.guild is None
    assert heard.reference.resolved.content == "hello"


async def test_what_people_write_is_withheld_unless_they_mention_the_bot(
    playground: Playground, bot: EverythingBot
) -> None:
    place = general(playground).id
    playground.people.say(robin(playground), place, "secret")
    assert (await bot.hear("message")).content == ""
    playground.people.say(robin(playground), place, f"<@{playground.world.bot_id}> hello")
    assert (await bot.hear("message")).content == f"<@{playground.world.bot_id}> hello"


async def test_mentions_follow_what_the_bot_allows(playground: Playground, bot: EverythingBot) -> None:
    channel = bot.get_partial_messageable(int(general(playground).id))
    text = f"<@{robin(playground)}> <@{kim(playground)}>"
    sent = await channel.send(text)
    assert [user.name for user in sent.mentions] == ["robin", "kim"]
    sent = await channel.send(text, allowed_mentions=discord.AllowedMentions.none())
    assert sent.mentions == []
    only_kim = discord.AllowedMentions(
        everyone=False, roles=False, users=[discord.Object(int(kim(playground)))]
    )
    assert [user.name for user in (await channel.send(text, allowed_mentions=only_kim)).mentions] == ["kim"]


async def test_what_discord_refuses_is_refused_in_its_words(
    playground: Playground, bot: EverythingBot
) -> None:
    channel = bot.get_partial_messageable(int(general(playground).id))
    with pytest.raises(discord.HTTPException, match=r"In content: Must be 2000 or fewer in length\.") as long:
        await channel.send("x" * 2001)
    assert (long.value.status, long.value.code) == (400, 50035)
    with pytest.raises(discord.HTTPException) as empty:
        await channel.send("  ")
    assert empty.value.code == 50006
    with pytest.raises(discord.NotFound) as gone:
        await channel.get_partial_message(1).edit(content="x")
    assert gone.value.code == 10008
    said = playground.people.say(robin(playground), general(playground).id, "mine")
    with pytest.raises(discord.Forbidden) as others:
        await channel.get_partial_message(int(said.id)).edit(content="x")
    assert others.value.code == 50005
    with pytest.raises(discord.NotFound) as nowhere:
        await bot.get_partial_messageable(1).send("x")
    assert nowhere.value.code == 10003
    with pytest.raises(discord.HTTPException, match="In embeds: Embed size exceeds maximum size of 6000"):
        await channel.send(embeds=[discord.Embed(description="x" * 3001)] * 2)


@pytest.mark.parametrize(
    ("denied", "code"),
    [(Permissions.VIEW_CHANNEL, 50001), (Permissions.SEND_MESSAGES, 50013)],
)
async def test_a_bot_without_the_permission_is_turned_away(
    playground: Playground, bot: EverythingBot, denied: Permissions, code: int
) -> None:
    place = general(playground).id
    playground.world.set_permissions(place, deny=denied)
    with pytest.raises(discord.Forbidden) as refused:
        await bot.get_partial_messageable(int(place)).send("x")
    assert refused.value.code == code
    assert await slash(playground, "say", {"text": "answers need no permission"}).answered()
    playground.world.set_permissions(place)
    await bot.get_partial_messageable(int(place)).send("x")


async def test_a_deleted_channel_is_gone_for_every_route(playground: Playground, bot: EverythingBot) -> None:
    place = general(playground).id
    asked = slash(playground, "silent")
    interaction = await bot.hear("silent")
    await interaction.response.send_message("first")
    playground.world.delete_channel(place)
    assert (await bot.hear("channel gone")).id == int(place)
    with pytest.raises(discord.NotFound) as gone:
        await interaction.edit_original_response(content="x")
    assert gone.value.code == 10003
    with pytest.raises(discord.NotFound):
        await bot.fetch_channel(int(place))
    assert asked.original is not None


async def test_a_deleted_answer_cannot_be_edited(playground: Playground, bot: EverythingBot) -> None:
    slash(playground, "silent")
    interaction = await bot.hear("silent")
    await interaction.response.send_message("first")
    playground.people.delete(robin(playground), messages(playground)[0].id)  # who owns the guild
    await bot.hear("delete")
    with pytest.raises(discord.NotFound) as gone:
        await interaction.edit_original_response(content="x")
    assert gone.value.code == 10008


async def test_the_guild_its_members_and_channels_are_described(
    playground: Playground, bot: EverythingBot
) -> None:
    guild = await bot.fetch_guild(int(playground.world.guild_id))
    assert guild.name == "Matinee"
    member = await guild.fetch_member(int(kim(playground)))
    assert member.display_name == "Kim"
    assert [role.name for role in await guild.fetch_roles()] == ["@everyone"]
    assert len(await guild.fetch_channels()) == 2
    channel = await bot.fetch_channel(int(general(playground).id))
    assert isinstance(channel, discord.TextChannel)
    assert (await bot.application_info()).name == "Matinee"
    with pytest.raises(discord.NotFound):
        await bot.fetch_user(1)


async def test_a_full_bucket_is_refused_with_what_a_client_needs_to_wait(
    playground: Playground, bot: EverythingBot
) -> None:
    playground.limits.set("POST /channels/{channel_id}/messages", 1, 0.4)
    channel = bot.get_partial_messageable(int(general(playground).id))
    await asyncio.gather(*(channel.send(str(number)) for number in range(3)))
    assert len(messages(playground)) == 3


@needs_description
async def test_the_description_is_held_against_what_happens(playground: Playground) -> None:
    channel = general(playground)
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {playground.token}"}) as http:
        await http.post(f"{playground.api_url}/channels/{channel.id}/messages", json={"content": 5})
        async with http.post(
            f"{playground.api_url}/channels/{channel.id}/messages",
            json={"embeds": [{"title": "x", "provider": 5}]},
        ) as answer:
            assert answer.status == 200
    assert list(openapi.differences(playground.recorded)) == [
        "POST /channels/{channel_id}/messages request: 5 is not of type 'object' at ['embeds', 0, 'provider']"
    ]
    playground.recorded.clear()
