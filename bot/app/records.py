"""What the services keep, turned into rows of the store."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.domain.recommendation import Answer, Recommendation
from bot.storage.database import Database
from bot.storage.people import export_person, forget_person
from bot.storage.recommendations import RecommendationStore, RecommendedTitle, StoredRecommendation


class AnswerRecords:
    """Turns an answer of the domain into the rows of the store."""

    def __init__(self, store: RecommendationStore) -> None:
        self._store = store

    async def record(self, user_id: int, answer: Answer) -> int:
        titles = [_row_of(item) for item in answer.recommendations]
        return await self._store.add(
            user_id=user_id,
            request=answer.request,
            status=str(answer.status),
            engine=answer.engine,
            seconds=answer.seconds,
            titles=titles,
        )


class ShownAnswers:
    """Answers as they are shown, and titles in them that give their place to others."""

    def __init__(self, store: RecommendationStore) -> None:
        self._store = store

    async def find(self, recommendation_id: int) -> StoredRecommendation | None:
        return await self._store.find(recommendation_id)

    async def replace_by(self, recommendation_id: int, old_title_id: str, new: Recommendation) -> bool:
        return await self._store.replace(recommendation_id, old_title_id, _row_of(new))


def _row_of(item: Recommendation) -> RecommendedTitle:
    return RecommendedTitle(item.title.title_id, item.title.title, item.title.year, item.why, item.confidence)


class PersonRecords:
    """All of one person's rows, over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def forget(self, user_id: int) -> Mapping[str, int]:
        return await forget_person(self._database, user_id)

    async def export(self, user_id: int) -> dict[str, Any]:
        return await export_person(self._database, user_id)
