"""Turns of a conversation over a real store and a real catalogue; the language model is a script."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.app import App, open_app
from bot.domain.conversation import SmallTalk, Topic
from bot.domain.errors import ModelError, ModelUnavailable, StorageError
from bot.domain.prompt import Prompt
from bot.domain.recommendation import Answer, Finished, Recommendation, Shortlisted
from bot.domain.request import Request
from bot.domain.verdict import VerdictKind
from bot.services.conversations import Conversations, Outcome
from bot.storage.conversations import ConversationStore
from tests.bare_settings import bare_settings

pytestmark = pytest.mark.asyncio(loop_scope="module")

ROOM = 77
SHOWN = ("her-2013", "moon-2009", "solaris-1972")
WISH = "thoughtful sci-fi tonight"


class Script:
    """A model that says what it was given, or fails."""

    def __init__(self) -> None:
        self.answer: dict[str, Any] | ModelError = ModelUnavailable("There is none.")
        self.prompts: list[Prompt] = []

    async def decide(self, prompt: Prompt, patience: float) -> dict[str, Any]:
        self.prompts.append(prompt)
        if isinstance(self.answer, ModelError):
            raise self.answer
        return self.answer


class BrokenRecords(ConversationStore):
    """A store that cannot be read or written."""

    async def find(self, user_id: int, channel_id: int) -> Any:
        raise StorageError("The disk is full.")

    async def save(self, user_id: int, channel_id: int, standing: Any) -> None:
        raise StorageError("The disk is full.")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def app(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[App]:
    folder: Path = tmp_path_factory.mktemp("conversations")
    settings = bare_settings(data_dir=folder, embedding_port=9)
    async with open_app(settings) as opened:
        yield opened


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def talk(app: App, script: Script) -> Conversations:
    return over(app, ConversationStore(app.base.database), script)


@pytest.fixture
def person(request: pytest.FixtureRequest) -> int:
    """Somebody of whom nothing is known."""
    return abs(hash(request.node.nodeid)) % 2**62


def over(app: App, records: ConversationStore, script: Script | None) -> Conversations:
    services = app.services
    whole = services.conversations
    return Conversations(
        services.library,
        services.recommender,
        services.people,
        services.feedback,
        whole._memory,
        whole._answers,
        records,
        script,
    )


def answer_to(app: App, request: Request, *, answer_id: int | None = None) -> Answer:
    titles = [title for each in SHOWN if (title := app.services.library.get(each)) is not None]
    return Answer(
        request.text,
        tuple(Recommendation(title, f"Because of {title.title}.") for title in titles),
        answer_id=answer_id,
    )


async def asked(app: App, talk: Conversations, person: int, text: str = WISH) -> Outcome:
    """Ask for titles, and let three be shown."""
    outcome = await talk.turn(person, ROOM, [text])
    assert outcome.request is not None
    talk.notice(person, ROOM, outcome.request, Shortlisted(answer_to(app, outcome.request)))
    return outcome


async def verdicts_of(app: App, person: int) -> dict[str, VerdictKind]:
    return {verdict.title_id: verdict.kind for verdict in await app.services.people.verdicts(person)}


async def test_a_wish_comes_as_a_request_and_the_next_message_changes_it(
    app: App, talk: Conversations, person: int
) -> None:
    first = await asked(app, talk, person)
    second = await talk.turn(person, ROOM, ["only series, from the 90s"])
    assert first.request is not None
    assert second.request is not None
    assert second.request.text == f"{WISH} · only series, from the 90s"
    wish = await app.services.recommender.wish_of(second.request)
    assert (wish.genres, wish.kind, wish.years) == ((("science fiction",),), "series", ((1990, 1999),))


async def test_the_conversation_is_found_by_another_process(
    app: App, talk: Conversations, script: Script, person: int
) -> None:
    await asked(app, talk, person)
    await talk.settle()
    later = over(app, ConversationStore(app.base.database), script)
    outcome = await later.turn(person, ROOM, ["why the second?"])
    [question] = outcome.meaning.questions
    assert (question.topic, question.title.title_id) == (Topic.WHY, "moon-2009")
    assert outcome.reasons["moon-2009"] == "Because of Moon."


async def test_verdicts_are_committed_and_undone_exactly(app: App, talk: Conversations, person: int) -> None:
    await asked(app, talk, person)
    seen = await talk.turn(person, ROOM, ["seen the first one, loved the third"])
    assert await verdicts_of(app, person) == {SHOWN[0]: VerdictKind.SEEN, SHOWN[2]: VerdictKind.LIKED}
    assert seen.deeds
    later = app.services.library.get("heat-1995")
    assert later is not None
    await app.services.people.judge(person, later, VerdictKind.LIKED)
    undone = await talk.turn(person, ROOM, ["undo that"])
    assert undone.undone
    assert await verdicts_of(app, person) == {"heat-1995": VerdictKind.LIKED}
    assert (await talk.turn(person, ROOM, ["undo"])).undone
    assert await verdicts_of(app, person) == {}
    assert not (await talk.turn(person, ROOM, ["undo"])).undone


async def test_another_persons_conversation_is_out_of_reach(
    app: App, talk: Conversations, person: int
) -> None:
    await asked(app, talk, person)
    await talk.turn(person, ROOM, ["seen the first one"])
    other = person + 1
    for text in ("undo that", "seen the second one", "something else"):
        outcome = await talk.turn(other, ROOM, [text])
        assert not outcome.deeds
        assert not outcome.undone
    assert await verdicts_of(app, person) == {SHOWN[0]: VerdictKind.SEEN}
    assert await verdicts_of(app, other) == {}


async def test_an_answer_that_was_overtaken_changes_nothing_any_more(
    app: App, talk: Conversations, person: int
) -> None:
    first = await asked(app, talk, person)
    second = await talk.turn(person, ROOM, ["a western"])
    assert first.request is not None
    assert second.request is not None
    shown = answer_to(app, second.request)
    western = replace(shown, recommendations=shown.recommendations[:1])
    talk.notice(person, ROOM, second.request, Shortlisted(western))
    talk.notice(person, ROOM, first.request, Finished(answer_to(app, first.request, answer_id=1)))
    await talk.settle()
    outcome = await talk.turn(person, ROOM, ["seen the second one"])
    assert outcome.meaning.missing == (2,)


async def test_what_the_rules_are_unsure_of_is_read_by_the_model(
    app: App, talk: Conversations, script: Script, person: int
) -> None:
    await asked(app, talk, person)
    script.answer = {"intent": "disliked", "places": [3], "wish": ""}
    await talk.turn(person, ROOM, ["qwrtz"])
    assert await verdicts_of(app, person) == {SHOWN[2]: VerdictKind.DISLIKED}
    assert WISH in script.prompts[-1].text
    assert "2. Moon (2009)" in script.prompts[-1].text
    script.answer = {"intent": "change", "places": [], "wish": "funny, from the 90s"}
    outcome = await talk.turn(person, ROOM, ["qwrtz bnmty"])
    assert outcome.request is not None
    wish = await app.services.recommender.wish_of(outcome.request)
    assert wish.years == ((1990, 1999),)
    assert ("science fiction",) in wish.genres


async def test_the_model_is_asked_about_words_that_mean_nothing_to_the_rules_whatever_was_spoken_of_before(
    app: App, talk: Conversations, script: Script, person: int
) -> None:
    await asked(app, talk, person)
    await talk.turn(person, ROOM, ["what is the second about?"])
    await talk.turn(person, ROOM, ["qwrtz"])
    assert len(script.prompts) == 1


async def test_what_the_rules_are_sure_of_stays_whatever_the_model_makes_of_the_rest(
    app: App, talk: Conversations, script: Script, person: int
) -> None:
    await talk.turn(person, ROOM, ["loved Heat"])
    script.answer = {"intent": "wish", "places": [], "wish": "a western"}
    outcome = await talk.turn(person, ROOM, ["undo that. qwrtz bnmty"])
    assert outcome.request is not None
    assert await verdicts_of(app, person) == {}


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"intent": "seen", "places": [9, "1", None, True], "wish": ""},
        {"intent": "loved", "places": "all", "wish": ""},
        {"intent": "wish", "places": [], "wish": 7},
        {"intent": "wish", "places": [], "wish": "zzxxqq"},
        {"intent": ["wish"], "places": {}, "wish": None},
        {"intent": "delete everything", "places": [1], "wish": "horror"},
        ModelError("Nonsense."),
    ],
)
async def test_a_model_that_babbles_changes_nothing(
    app: App, talk: Conversations, script: Script, person: int, answer: Any
) -> None:
    await asked(app, talk, person)
    script.answer = answer
    outcome = await talk.turn(person, ROOM, ["qwrtz"])
    assert outcome.request is None
    assert await verdicts_of(app, person) == {}


async def test_what_the_rules_understand_never_waits_for_the_model(
    app: App, talk: Conversations, script: Script, person: int
) -> None:
    await asked(app, talk, person)
    for text in ("something lighter", "seen the second", "why the first?", "thanks", "hello", "start over"):
        await talk.turn(person, ROOM, [text])
    assert script.prompts == []


async def test_a_broken_store_costs_the_conversation_not_the_answer(
    app: App, script: Script, person: int
) -> None:
    talk = over(app, BrokenRecords(app.base.database), script)
    outcome = await talk.turn(person, ROOM, ["a western"])
    assert outcome.request is not None
    again = await talk.turn(person, ROOM, ["hello"])
    assert again.meaning.small_talk is SmallTalk.GREETING


async def test_nothing_comes_back_once_a_person_is_forgotten(
    app: App, talk: Conversations, person: int
) -> None:
    outcome = await asked(app, talk, person)
    assert outcome.request is not None
    await talk.forget(person)
    await app.services.people.forget(person)
    talk.notice(person, ROOM, outcome.request, Finished(answer_to(app, outcome.request, answer_id=1)))
    await talk.settle()
    assert (await app.services.people.export(person))["conversations"] == []


async def test_what_was_overtaken_is_not_remembered_for_ever(
    app: App, talk: Conversations, person: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.open_answers.MOST_OVERTAKEN", 5)
    for room in range(12):
        for text in ("a western", "a comedy", "a war film"):
            request = Request(text)
            talk.notice(person, room, request, Shortlisted(answer_to(app, request)))
    await talk.forget(person)
    await talk.settle()
    assert talk._open.overtaken == 5
    assert not len(talk._open)
    assert not talk._writing


async def test_turns_at_once_neither_lose_nor_double_a_verdict(
    app: App, talk: Conversations, person: int
) -> None:
    await asked(app, talk, person)
    texts = ["seen the first", "seen the second", "seen the first", "loved Heat", "loved Heat"]
    await asyncio.gather(*(talk.turn(person, ROOM, [text]) for text in texts))
    history = await app.services.people.history(person)
    assert sorted(entry.verdict.title_id for entry in history) == ["heat-1995", "her-2013", "moon-2009"]
