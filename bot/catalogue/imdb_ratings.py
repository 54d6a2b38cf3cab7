"""IMDb's title.ratings: how many people rated a title, and how."""

from __future__ import annotations

from array import array

import numpy as np
from numpy.typing import NDArray

from bot.catalogue.imdb_file import ImdbFile, Progress
from bot.domain.errors import CatalogueError

COLUMNS = ("tconst", "averageRating", "numVotes")
# Fewer say hardly more than nothing of a title, and there are a million such titles.
FEWEST_VOTES = 100
MOST_VOTES = 2**32


class Ratings:
    """The ratings by number of title; thirteen bytes each, so that a million and a half are no burden."""

    def __init__(self, numbers: array[int], votes: array[int], tenths: array[int]) -> None:
        order = np.argsort(np.asarray(numbers, np.uint64), kind="stable")
        self._numbers: NDArray[np.uint64] = np.asarray(numbers, np.uint64)[order]
        self._votes: NDArray[np.uint32] = np.asarray(votes, np.uint32)[order]
        self._tenths: NDArray[np.uint8] = np.asarray(tenths, np.uint8)[order]

    def __len__(self) -> int:
        return len(self._numbers)

    def of(self, number: int) -> tuple[int, float] | None:
        """Return the votes and the rating (1 to 10) of a title, None when fewer than FEWEST_VOTES rated it."""
        place = int(self._numbers.searchsorted(np.uint64(number)))
        if place == len(self._numbers) or int(self._numbers[place]) != number:
            return None
        return int(self._votes[place]), int(self._tenths[place]) / 10


def read_ratings(file: ImdbFile, progress: Progress | None = None) -> Ratings:
    """Read the ratings that enough people gave. Raises CatalogueError when the file is not what it should be."""
    file.require(COLUMNS)
    at, rating_at, votes_at = (file.columns.index(name) for name in COLUMNS)
    numbers, votes, tenths = array("Q"), array("I"), array("B")
    rows = readable = 0
    for line in file.lines(progress):
        rows += 1
        cells = line.rstrip(b"\r\n").split(b"\t")
        try:
            number, count = number_of(cells[at]), int(cells[votes_at])
            rating = round(10 * float(cells[rating_at]))
        except (ValueError, IndexError, OverflowError):
            continue
        if not (0 <= rating <= 100 and 0 <= count < MOST_VOTES):
            continue
        readable += 1
        if count >= FEWEST_VOTES:
            numbers.append(number)
            votes.append(count)
            tenths.append(rating)
    if not readable:
        told = f"none of its {rows} rows can be read" if rows else "it has no rows"
        raise CatalogueError(f"{file.path.name} holds no ratings: {told}.")
    return Ratings(numbers, votes, tenths)


def number_of(tconst: bytes) -> int:
    """Return the number in `tt0000001`. Raises ValueError for anything else."""
    digits = tconst[2:]
    if not tconst.startswith(b"tt") or not digits.isdigit() or len(digits) > 18:
        raise ValueError("no number of a title")
    return int(digits)
