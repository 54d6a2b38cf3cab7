"""Why a title that somebody names could not be looked up, where only the answer is seen and no log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bot.domain.errors import BadRequest, TitleAmbiguous, TitleNotFound
from bot.services.lookup import Lookup


@contextmanager
def telling_why(lookup: Lookup) -> Iterator[None]:
    """Let what is raised for a title that is not known say, too, what kept it from being looked up."""
    try:
        yield
    except (TitleNotFound, TitleAmbiguous) as exc:
        if not lookup.trouble:
            raise
        raise BadRequest(f"{exc} It could not be looked up: {lookup.trouble}") from exc
