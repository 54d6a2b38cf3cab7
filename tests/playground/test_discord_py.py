"""A bot made with discord.py is asked by commands and buttons in the playground as it would be in Discord."""

from __future__ import annotations

import asyncio

import aiohttp
import discord
import pytest

from bot.playground.server import Playground
from tests.playground import openapi
from tests.playground.everything_bot import EverythingBot
from tests.playground.gateway_client import until
from tests.playground.openapi import needs_description
from tests.playground.scene import contents, general, kim, messages, panel, robin, slash


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
