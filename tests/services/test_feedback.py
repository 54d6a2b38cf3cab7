"""Feedback over a real store and the shipped catalogue: whose answer a message shows, and what follows from taps."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.app import App, open_app
from bot.domain.feedback import Deeds, More, Tap, lesson_of, mark_of
from bot.domain.recommendation import Finished
from bot.domain.request import Request
from bot.services.feedback import MOST_EXCLUDED, ShownAnswer
from tests.bare_settings import bare_settings

pytestmark = pytest.mark.asyncio(loop_scope="module")

REQUEST = Request("thoughtful sci-fi tonight")
CHANNEL = 12
numbers = itertools.count(1_000_000_000_000_000_001)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def app(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[App]:
    """Everything but a language model: the built-in writer gives the reasons."""
    settings = bare_settings(data_dir=tmp_path_factory.mktemp("data"), embedding_port=1)
    async with open_app(settings) as opened:
        yield opened


async def shown_to(app: App, user_id: int, request: Request = REQUEST) -> ShownAnswer:
    """Answer a request as the chat does; return what its message shows."""
    message_id = next(numbers)
    await app.services.messages.open(message_id, CHANNEL, None, user_id, request=request)
    async for event in app.services.recommender.answer(user_id, request):
        if isinstance(event, Finished):
            number = event.answer.answer_id
    assert await app.services.messages.set_state(message_id, "done", recommendation_id=number)
    shown = await app.services.feedback.shown(message_id, number)
    assert shown is not None
    return shown


async def test_an_answer_is_found_by_its_own_message_alone(app: App) -> None:
    ada, ben = next(numbers), next(numbers)
    hers, his = await shown_to(app, ada), await shown_to(app, ben)
    feedback = app.services.feedback

    assert (hers.asker_id, len(hers.titles)) == (ada, 4)
    assert await feedback.shown(his.message_id, hers.recommendation_id) is None
    assert await feedback.shown(next(numbers), hers.recommendation_id) is None
    assert hers.find(mark_of(hers.titles[2].title_id)) == hers.titles[2]
    assert hers.find("00000000") is None


async def test_the_next_best_title_fits_the_wish_and_was_not_shown(app: App) -> None:
    shown = await shown_to(app, next(numbers))

    now = await app.services.feedback.replace(shown, shown.titles[1])

    assert [now.titles[place] for place in (0, 2, 3)] == [shown.titles[place] for place in (0, 2, 3)]
    assert now.replaced == (shown.titles[1],)
    new = now.items[1]
    assert new.title not in shown.titles
    assert "science fiction" in new.title.genres
    assert new.why
    assert await app.services.feedback.replace(shown, shown.titles[1]) == now


async def test_what_the_asker_judged_meanwhile_is_no_next_best(app: App) -> None:
    user_id = next(numbers)
    shown = await shown_to(app, user_id)
    likely = await app.services.recommender.next_best(
        user_id, REQUEST, excluded=[title.title_id for title in shown.titles]
    )
    assert likely is not None
    await app.services.feedback.learn(user_id, lesson_of(Tap.SEEN, likely.title))

    now = await app.services.feedback.replace(shown, shown.titles[0])

    assert now.titles[0] != likely.title


async def test_asking_for_more_keeps_the_wish_and_excludes_all_that_was_shown(app: App) -> None:
    shown = await shown_to(app, next(numbers))
    ids = tuple(title.title_id for title in shown.titles)

    other = shown.asking_for(More.SOMETHING_ELSE)
    assert (other.text, other.excluded, other.like) == (REQUEST.text, ids, ())
    like = shown.asking_for(More.LIKE_THESE)
    assert (like.text, like.excluded, like.like) == (REQUEST.text, ids, ids)


async def test_very_long_chains_of_something_else_forget_the_oldest(app: App) -> None:
    before = tuple(f"film-{number}" for number in range(MOST_EXCLUDED))
    shown = await shown_to(app, next(numbers), Request(REQUEST.text, excluded=before))

    asked = shown.asking_for(More.SOMETHING_ELSE)

    assert len(asked.excluded) == MOST_EXCLUDED
    assert asked.excluded[-4:] == tuple(title.title_id for title in shown.titles)


async def test_more_like_these_names_the_examples_and_survives_the_store(app: App) -> None:
    user_id = next(numbers)
    shown = await shown_to(app, user_id)
    again = await shown_to(app, user_id, shown.asking_for(More.LIKE_THESE))

    assert again.request == shown.asking_for(More.LIKE_THESE)
    assert not set(again.titles) & set(shown.titles)
    wish = await app.services.recommender.wish_of(again.request)
    assert wish.notices[0].startswith(f"More like {shown.titles[0].title}, ")


async def test_thumbs_change_an_open_wish_a_little_and_only_ones_own(app: App) -> None:
    ada, ben = next(numbers), next(numbers)
    before = [each.title for each in await app.services.recommender.shortlist(ada, "")]
    frightening = await shown_to(app, ada, Request("slow-burn horror"))

    assert await app.services.feedback.react(ada, frightening.message_id, "👍")

    def frightful(titles: list[str]) -> int:
        return sum("horror" in app.services.library.get(each).genres for each in titles)  # type: ignore[union-attr]

    hers = [each.title.title_id for each in await app.services.recommender.shortlist(ada, "")]
    his = [each.title for each in await app.services.recommender.shortlist(ben, "")]
    assert frightful(hers) > frightful([title.title_id for title in before])
    assert his == before

    assert await app.services.feedback.unreact(ada, frightening.message_id, "👍")
    assert [each.title for each in await app.services.recommender.shortlist(ada, "")] == before


async def test_what_a_lesson_left_is_taken_back_by_its_code(app: App) -> None:
    user_id = next(numbers)
    title = app.services.library.titles[0]
    learnt = await app.services.feedback.learn(user_id, lesson_of(Tap.LOVED, title))

    undone = await app.services.feedback.undo(user_id, Deeds.of_code(learnt.deeds.code))

    assert [verdict.title_id for verdict, _ in undone.verdicts] == [title.title_id]
    assert await app.services.people.verdicts(user_id) == []
