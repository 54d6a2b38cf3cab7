"""What was asked of the bot, as it can be kept and asked again."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.title import Kind
from bot.domain.wish import Wish


@dataclass(frozen=True, slots=True)
class Request:
    """A person's wish and what they chose beside it. `count` None leaves the number to the wish.

    `like` are ids of titles given as examples beside the text, `excluded` of titles not to be offered.
    `wish` is what the text was understood to mean where a conversation led to it, None where the text says all.
    """

    text: str
    count: int | None = None
    kind: Kind | None = None
    like: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    wish: Wish | None = None
