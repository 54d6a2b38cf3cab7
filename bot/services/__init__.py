"""What a cog or the terminal may use: recommending, and the verdicts of people."""

from __future__ import annotations

from dataclasses import dataclass

from bot.services.community import CommunityFollower
from bot.services.conversations import Conversations
from bot.services.discovery import Discovery
from bot.services.feedback import Feedback
from bot.services.imports import Imports
from bot.services.library import Library
from bot.services.lookup import Lookup
from bot.services.past import Past
from bot.services.people import People
from bot.services.ports import MessageRecords, Watchlist
from bot.services.recommender import Recommender

__all__ = [
    "Conversations",
    "Discovery",
    "Feedback",
    "Imports",
    "Library",
    "Lookup",
    "Past",
    "People",
    "Recommender",
    "Services",
]


@dataclass(frozen=True, slots=True)
class Services:
    """The services of one running Matinee."""

    library: Library
    recommender: Recommender
    people: People
    imports: Imports
    messages: MessageRecords
    watchlist: Watchlist
    past: Past
    discovery: Discovery
    feedback: Feedback
    conversations: Conversations
    community: CommunityFollower
    lookup: Lookup
