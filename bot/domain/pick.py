"""What a language model chose, before anyone has checked it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pick:
    """One choice of the model while it speaks: of a candidate by `number` (from 1), or by its title.

    `finished` says that no later piece of text changes it.
    """

    number: int | None = None
    title: str = ""
    year: int | None = None
    why: str = ""
    confidence: float | None = None
    finished: bool = False
