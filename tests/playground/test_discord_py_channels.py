"""A bot made with discord.py writes, reads and is refused in the playground's channels as it would be in Discord."""

from __future__ import annotations

import io

import discord
import pytest

from bot.playground.permissions import Permissions
from bot.playground.server import Playground
from tests.playground.everything_bot import PIXEL, EverythingBot
from tests.playground.scene import contents, general, kim, messages, robin, slash


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
