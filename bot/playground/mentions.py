"""Who a message mentions: whom its text names, as far as the sender allows it."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from typing import Any

_USER = re.compile(r"<@!?(\d+)>")
_EVERYONE = re.compile(r"@(?:everyone|here)\b")


def mentioned_users(
    content: str, allowed: Mapping[str, Any] | None, known: Container[str], replied_to: str | None = None
) -> list[str]:
    """Return the ids of the users that are mentioned, each once, in order.

    `allowed` is the request's `allowed_mentions`, None when it says nothing: then everybody named is, and
    whoever is replied to.
    """
    named = dict.fromkeys(user_id for user_id in _USER.findall(content) if user_id in known)
    if allowed is not None and "users" not in (allowed.get("parse") or []):
        listed = {str(user_id) for user_id in allowed.get("users") or []}
        named = {user_id: None for user_id in named if user_id in listed}
    pinged = True if allowed is None else bool(allowed.get("replied_user"))
    if replied_to is not None and pinged:
        named.setdefault(replied_to, None)
    return list(named)


def mentions_everyone(content: str, allowed: Mapping[str, Any] | None, *, may: bool) -> bool:
    """Return whether @everyone or @here is named, allowed by the sender, and within its rights."""
    if not may or not _EVERYONE.search(content):
        return False
    return allowed is None or "everyone" in (allowed.get("parse") or [])
