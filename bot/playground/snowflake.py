"""Discord's ids: a moment, who made it, and a serial number, in 64 bits written as decimal text.

Layout, from the highest bit: 42 bits of milliseconds since 2015, 5 of worker, 5 of process, 12 of serial number
(https://discord.com/developers/docs/reference#snowflakes).
"""

from __future__ import annotations

import zlib

from bot.playground.clock import Clock

EPOCH_MS = 1_420_070_400_000
"""The first millisecond of 2015, in Unix time."""

FOUNDED_MS = 1_704_067_200_000 - EPOCH_MS
"""The first millisecond of 2024, in Discord's time: the day on which every playground was founded."""

_FOUNDING_MS = 180 * 86_400_000
_PER_MILLISECOND = 1 << 12
_WORKER, _PROCESS = 1, 0


class Snowflakes:
    """Makes ids, each higher than the one before, even when many are made within one millisecond."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._milliseconds = 0
        self._serial = 0

    def new(self) -> str:
        """Return an id of this moment."""
        milliseconds = int(self._clock.now() * 1000) - EPOCH_MS
        if milliseconds > self._milliseconds:
            self._milliseconds, self._serial = milliseconds, 0
        else:
            self._serial += 1
            if self._serial == _PER_MILLISECOND:  # borrow from the next millisecond
                self._milliseconds, self._serial = self._milliseconds + 1, 0
        return str(self._milliseconds << 22 | _WORKER << 17 | _PROCESS << 12 | self._serial)


def founding(name: str) -> str:
    """Return the id of what has been there since the first day: the same for the same name in every playground.

    What a bot keeps about a person is theirs again when the playground is started anew.
    """
    milliseconds = FOUNDED_MS + zlib.crc32(name.encode()) % _FOUNDING_MS
    return str(milliseconds << 22 | _WORKER << 17 | _PROCESS << 12)


def made_at(snowflake: str) -> float:
    """Return when an id was made, in Unix seconds. Raises ValueError when it is no number."""
    return ((int(snowflake) >> 22) + EPOCH_MS) / 1000
