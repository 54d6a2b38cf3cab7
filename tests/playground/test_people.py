"""People can do what Discord's client lets them do, and are told in a sentence what they cannot."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground.bodies import Draft, check_draft
from bot.playground.channel import Channel
from bot.playground.occurrence import Json, Occurrence
from bot.playground.options import Refused
from bot.playground.permissions import Permissions
from bot.playground.server import Playground

RECOMMEND: Json = {
    "name": "recommend",
    "description": "What should I watch?",
    "options": [
        {"type": 3, "name": "request", "description": "Your words", "required": True, "max_length": 20},
        {"type": 4, "name": "count", "description": "How many", "min_value": 1, "max_value": 10},
        {"type": 5, "name": "private", "description": "Only you"},
        {
            "type": 3,
            "name": "kind",
            "description": "Films or series",
            "choices": [{"name": "films", "value": "film"}, {"name": "series", "value": "series"}],
        },
        {"type": 6, "name": "friend", "description": "Whose taste"},
        {"type": 11, "name": "file", "description": "A list"},
    ],
}


@pytest.fixture
def place(playground: Playground) -> Channel:
    """The general channel of a guild whose bot knows /recommend."""
    playground.world.commands.create(RECOMMEND)
    return playground.world.channel_named("general")


@pytest.fixture
def robin(playground: Playground) -> str:
    return str(next(playground.world.people())["id"])


@pytest.fixture
def kim(playground: Playground) -> str:
    return str([*playground.world.people()][1]["id"])


@pytest.fixture
def told(playground: Playground) -> list[Occurrence]:
    """What happens from here on."""
    heard: list[Occurrence] = []
    playground.world.listen(heard.append)
    return heard


def show(playground: Playground, place: Channel, *items: Json, only_for: str | None = None) -> str:
    """Let the bot show components, and return the message's id."""
    rows = [{"type": 1, "components": [item]} for item in items]
    draft = check_draft({"content": "choose", "components": rows})
    return playground.messages.create(place, playground.world.bot_id, draft, only_for=only_for).id


async def test_values_are_sent_in_the_types_of_their_options(
    playground: Playground, place: Channel, robin: str, kim: str
) -> None:
    file_id = playground.people.upload("list.csv", b"Heat")
    values = {"request": 90, "count": "3", "private": "yes", "kind": "film", "friend": kim, "file": file_id}
    data = playground.people.slash(robin, place.id, "recommend", values).payload["data"]
    assert {option["name"]: option["value"] for option in data["options"]} == {
        "request": "90",
        "count": 3,
        "private": True,
        "kind": "film",
        "friend": kim,
        "file": file_id,
    }
    assert data["resolved"]["users"][kim]["username"] == "kim"
    assert "user" not in data["resolved"]["members"][kim]
    assert data["resolved"]["attachments"][file_id]["filename"] == "list.csv"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "The option request is required."),
        ({"request": "x" * 21}, "request can be at most 20 characters."),
        ({"request": "x", "count": 0}, "count has to be at least 1."),
        ({"request": "x", "count": "many"}, "count has to be a whole number."),
        ({"request": "x", "private": "perhaps"}, "private has to be True or False."),
        ({"request": "x", "kind": "book"}, "kind has to be one of: films, series."),
        ({"request": "x", "nonsense": 1}, "/recommend has no option nonsense."),
        ({"request": "x", "friend": "1"}, "There is no such member."),
        ({"request": "x", "file": "1"}, "This file was not uploaded."),
        ([{"name": "request", "value": "x"}] * 2, "An option can be given once."),
    ],
)
async def test_a_command_that_discord_would_not_send_is_refused(
    playground: Playground, place: Channel, robin: str, values: Any, sentence: str
) -> None:
    with pytest.raises(Refused) as refused:
        playground.people.slash(robin, place.id, "recommend", values)
    assert str(refused.value) == sentence


async def test_in_a_guild_the_bot_is_told_a_member_and_in_direct_messages_a_user(
    playground: Playground, place: Channel, robin: str
) -> None:
    payload = playground.people.slash(robin, place.id, "recommend", {"request": "x"}).payload
    assert payload["member"]["user"]["id"] == robin
    assert payload["member"]["permissions"].isdecimal()
    assert payload["context"] == 0
    assert payload["authorizing_integration_owners"] == {"0": playground.world.guild_id}
    assert "user" not in payload
    assert "message" not in payload
    direct = playground.world.open_dm(robin)
    payload = playground.people.slash(robin, direct.id, "recommend", {"request": "x"}).payload
    assert payload["user"]["id"] == robin
    assert payload["context"] == 1
    assert payload["channel"]["type"] == 1
    assert not {"member", "guild", "guild_id", "guild_locale"} & set(payload)


async def test_a_bot_that_does_not_answer_fails_in_the_eyes_of_who_asked(
    playground: Playground, place: Channel, robin: str, told: list[Occurrence]
) -> None:
    asked = playground.people.slash(robin, place.id, "recommend", {"request": "x"})
    playground.clock.advance(3.1)
    assert not await asked.answered()
    assert asked.failed
    (failure,) = [one for one in told if one.name == "PLAYGROUND_INTERACTION_FAILED"]
    assert (failure.only_for, failure.to_bot) == (robin, False)
    assert failure.data["error"] == "The application did not respond"


async def test_only_what_is_there_and_on_can_be_pressed(
    playground: Playground, place: Channel, robin: str, kim: str
) -> None:
    off = {"type": 2, "style": 1, "label": "Off", "custom_id": "off", "disabled": True}
    link = {"type": 2, "style": 5, "label": "Site", "url": "https://example.com"}
    shown = show(playground, place, off, link)
    for label, sentence in (
        ("Off", "This is switched off."),
        ("Site", "This button opens a page; the bot is not told."),
        ("Gone", "This is no longer under the message."),
    ):
        with pytest.raises(Refused) as refused:
            playground.people.press(robin, shown, label)
        assert str(refused.value) == sentence
    whispered = show(playground, place, off, only_for=kim)
    with pytest.raises(Refused, match=r"There is no such message\."):
        playground.people.press(robin, whispered, "Off")
    with pytest.raises(Refused, match=r"This message is gone\."):
        playground.people.press(robin, "1", "Off")


async def test_a_select_takes_as_many_of_its_options_as_it_says(
    playground: Playground, place: Channel, robin: str
) -> None:
    options = [{"label": str(number), "value": str(number)} for number in range(3)]
    shown = show(
        playground, place, {"type": 3, "custom_id": "s", "options": options, "min_values": 1, "max_values": 2}
    )
    assert playground.people.select(robin, shown, "s", ["0", "2"]).payload["data"]["values"] == ["0", "2"]
    for values in ([], ["0", "1", "2"], ["9"]):
        with pytest.raises(Refused):
            playground.people.select(robin, shown, "s", values)


async def test_a_private_message_is_told_to_one_person_and_never_to_the_bot(
    playground: Playground, place: Channel, robin: str, told: list[Occurrence]
) -> None:
    shown = show(playground, place, {"type": 2, "style": 1, "label": "A", "custom_id": "a"}, only_for=robin)
    message = playground.messages.get(place.id, shown)
    playground.messages.edit(message, Draft({"content": "changed"}))
    playground.people.delete(robin, shown)
    assert [(one.name, one.to_bot, one.only_for) for one in told] == [
        ("MESSAGE_CREATE", False, robin),
        ("MESSAGE_UPDATE", False, robin),
        ("MESSAGE_DELETE", False, robin),
    ]
    assert told[0].data["flags"] == 64


async def test_what_was_told_is_not_changed_by_what_happens_later(
    playground: Playground, place: Channel, robin: str, told: list[Occurrence]
) -> None:
    message = playground.people.say(robin, place.id, "one")
    playground.people.edit(robin, message.id, "two")
    assert [one.data["content"] for one in told] == ["one", "two"]
    assert told[0].data["guild_id"] == playground.world.guild_id
    assert told[0].data["member"]["roles"] == []
    assert "guild_id" not in message.data


async def test_a_bot_that_does_not_see_a_channel_is_not_told_of_it(
    playground: Playground, place: Channel, robin: str, told: list[Occurrence]
) -> None:
    playground.world.set_permissions(place.id, deny=Permissions.VIEW_CHANNEL)
    playground.people.say(robin, place.id, "one")
    assert [(one.name, one.to_bot) for one in told] == [("CHANNEL_UPDATE", True), ("MESSAGE_CREATE", False)]


async def test_others_messages_are_the_owners_to_delete(
    playground: Playground, place: Channel, robin: str, kim: str
) -> None:
    said = playground.people.say(robin, place.id, "mine")
    with pytest.raises(Refused):
        playground.people.delete(kim, said.id)
    with pytest.raises(Refused):
        playground.people.edit(kim, said.id, "yours")
    said = playground.people.say(kim, place.id, "kims")
    playground.people.delete(robin, said.id)  # robin owns the guild


async def test_nobody_reads_anothers_direct_messages(playground: Playground, robin: str, kim: str) -> None:
    with pytest.raises(Refused, match=r"There is no such channel\."):
        playground.people.say(kim, playground.world.open_dm(robin).id, "hello")


async def test_reactions_are_told_with_who_reacted(
    playground: Playground, place: Channel, robin: str, kim: str, told: list[Occurrence]
) -> None:
    said = playground.people.say(robin, place.id, "good?")
    playground.people.react(kim, said.id, "👍")
    playground.people.react(kim, said.id, "👍")
    assert [(one["count"], one["me"]) for one in said.seen_by(robin)["reactions"]] == [(1, False)]
    assert said.seen_by(kim)["reactions"][0]["me"] is True
    playground.people.unreact(kim, said.id, "👍")
    assert "reactions" not in said.seen_by(kim)
    assert [one.name for one in told[1:]] == ["MESSAGE_REACTION_ADD", "MESSAGE_REACTION_REMOVE"]
    assert told[1].data["emoji"] == {"id": None, "name": "👍"}
    with pytest.raises(Refused):
        playground.people.unreact(kim, said.id, "👍")
