"""What people of overlapping taste on this bot liked: EASE (Steck 2019) in closed form, over counts alone.

The model is a matrix B of titles by titles that tells, from what a person said of some titles, how well others would
suit them: the ridge regression of every title on all others. All it needs is how many people judged two titles both,
and how. Counts of fewer than FEWEST_PEOPLE people never enter: in their place stands what such a count would be if
the two titles had nothing to do with each other, so that nobody's taste can be read from the model.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.domain.verdict import VerdictKind

Matrix = NDArray[np.float32]
Rows = NDArray[np.int32]

FEWEST_PEOPLE = 5
# The matrices are dense, so only the titles that most people judged take part: 5,000 of them need 0.6 GB while the
# model is made, whatever the number of people, and 0.1 GB afterwards. Content speaks for the rest.
MOST_TITLES = 5_000
# What a verdict says: whoever has seen a title chose it, which tells something even where they did not like it.
SAYS = {VerdictKind.LIKED: 1.0, VerdictKind.SEEN: 0.5, VerdictKind.DISLIKED: 0.2}
# The ridge, in people: a title that fewer judged has little to say. It grows with the root of their number up to
# what Steck found best for hundreds of thousands.
RIDGE = 100.0
RIDGE_OF_PEOPLE = 250
MOST_RIDGE = 500.0
# How much less is said of what everybody knows than of what few do, and the title of which as much is said as it is.
POPULARITY_PRICE = 0.1
USUAL_PEOPLE = 25.0
# A community of so many is heard half: what fewer have in common is little more than what five of them have seen. One
# of FEWEST_PEOPLE is not heard at all: what five of five like is what every one of them likes.
HALF_HEARD = 20
# How far expected counts may contradict counted ones, as a share of the ridge, and how that is found.
MOST_CONTRADICTION = 0.1
KRYLOV_STEPS, KRYLOV_ROUNDS = 40, 6
INVERTED_WHOLE = 512
# Who judges much judges both of two titles oftener than chance would have it.
BY_CHANCE = 2.0
PEOPLE_AT_ONCE = 1024
MOST_BY_PAIRS = 256


@dataclass(frozen=True, slots=True)
class Said:
    """All verdicts of everybody who is counted, as arrays of one length, ordered by person.

    `people` numbers the persons from 0, `rows` the titles as the catalogue orders them; `weights` are those of SAYS.
    """

    people: NDArray[np.int32]
    rows: Rows
    weights: Matrix

    @classmethod
    def of(cls, verdicts: Mapping[int, Mapping[int, VerdictKind]]) -> Said:
        """Return the verdicts of each person by the title's row."""
        said = [
            (person, row, SAYS[kind])
            for person, judged in enumerate(verdicts.values())
            for row, kind in judged.items()
        ]
        people, rows, weights = zip(*said, strict=True) if said else ((), (), ())
        return cls(np.array(people, np.int32), np.array(rows, np.int32), np.array(weights, np.float32))


@dataclass(frozen=True, slots=True)
class Community:
    """What titles say of each other. `rows` (shape (k,)) are the catalogue's; `tells` has shape (k, k).

    `titles` is the size of the catalogue, `people` how many were counted.
    """

    titles: int
    people: int
    rows: Rows
    tells: Matrix

    @classmethod
    def fit(cls, said: Said, titles: int) -> Community:
        """Return the model over a catalogue of so many `titles`.

        Takes seconds for thousands of titles: for a worker thread. Titles that fewer than FEWEST_PEOPLE judged are
        unknown to it.
        """
        judged = np.bincount(said.rows, minlength=titles) if len(said.rows) else np.zeros(titles, np.int64)
        rows = np.flatnonzero(judged >= FEWEST_PEOPLE)
        if len(rows) > MOST_TITLES:
            rows = np.sort(rows[np.argsort(-judged[rows], kind="stable")[:MOST_TITLES]])
        people = int(said.people[-1]) + 1 if len(said.people) else 0
        if not len(rows):
            return cls(titles, people, rows.astype(np.int32), np.zeros((0, 0), np.float32))
        gram, counts = _together(said, rows, titles)
        _fill_small(gram, counts, people)
        del counts
        ridge = min(MOST_RIDGE, RIDGE * max(1.0, people / RIDGE_OF_PEOPLE) ** 0.5)
        popular = (gram.diagonal() + FEWEST_PEOPLE) / np.float32(USUAL_PEOPLE)
        tells = _ease(gram, ridge + _settle(gram, MOST_CONTRADICTION * ridge))
        tells *= np.float32(_heard(people)) / popular[None, :] ** np.float32(POPULARITY_PRICE)
        return cls(titles, people, rows.astype(np.int32), tells)

    def scores(self, said: Mapping[int, VerdictKind]) -> Matrix:
        """Return how well every title suits whoever said this of some rows, shape (titles,).

        About 0 to 1; exactly 0 where nobody, or too few, said anything: there it is for content to speak. What was
        said of titles that came after the model was made tells it nothing.
        """
        found = np.zeros(self.titles, dtype=np.float32)
        weights = np.zeros(self.titles, dtype=np.float32)
        for row, kind in said.items():
            if row < self.titles:
                weights[row] = SAYS[kind]
        told = np.flatnonzero(weights[self.rows])
        if len(told):
            found[self.rows] = weights[self.rows][told] @ self.tells[told]
        return found


def _heard(people: int) -> float:
    """Return how much weight the word of a community of so many has, from 0 to 1."""
    more = max(0, people - FEWEST_PEOPLE)
    return more**2 / (more**2 + (HALF_HEARD - FEWEST_PEOPLE) ** 2) if more else 0.0


def _together(said: Said, rows: NDArray[np.intp], titles: int) -> tuple[Matrix, Matrix]:
    """Return for each two of `rows` the sum of the weights' products, and how many people judged both."""
    place = np.full(titles, -1, dtype=np.int32)
    place[rows] = np.arange(len(rows), dtype=np.int32)
    columns = place[said.rows]
    known = columns >= 0
    columns, weights, people = columns[known], said.weights[known], said.people[known]
    starts = np.searchsorted(people, np.arange(int(said.people[-1]) + 2))
    gram = np.zeros((len(rows), len(rows)), dtype=np.float32)
    counts = np.zeros_like(gram)
    many: list[slice] = []
    for start, end in itertools.pairwise(starts.tolist()):
        if end - start > MOST_BY_PAIRS:
            many.append(slice(start, end))
            continue
        pairs = np.ix_(columns[start:end], columns[start:end])
        gram[pairs] += np.outer(weights[start:end], weights[start:end])
        counts[pairs] += 1.0
    # Who judged much has too many pairs to go through: a product of matrices is quicker there.
    for first in range(0, len(many), PEOPLE_AT_ONCE):
        theirs = many[first : first + PEOPLE_AT_ONCE]
        block = np.zeros((len(theirs), len(rows)), dtype=np.float32)
        for person, part in enumerate(theirs):
            block[person, columns[part]] = weights[part]
        gram += block.T @ block
        np.ceil(block, out=block)  # every weight is above 0 and at most 1
        counts += block.T @ block
    return gram, counts


def _fill_small(gram: Matrix, counts: Matrix, people: int) -> None:
    """Put in place of every sum over fewer than FEWEST_PEOPLE people the one to expect of two unrelated titles.

    Of a count that is Poisson around what chance would have, and known to be below FEWEST_PEOPLE, the mean is taken.
    Row by row: whole matrices more would double the memory.
    """
    judged = counts.diagonal().astype(np.float64)
    usual = gram.diagonal() / judged  # the mean of the squared weights; its root is the usual weight
    usual = np.sqrt(usual)
    for row in range(len(gram)):
        small = np.flatnonzero(counts[row] < FEWEST_PEOPLE)
        by_chance = np.minimum(BY_CHANCE * judged[row] * judged[small] / people, 10.0 * FEWEST_PEOPLE)
        gram[row, small] = _mean_below(by_chance, FEWEST_PEOPLE) * usual[row] * usual[small]


def _mean_below(mean: NDArray[np.float64], limit: int) -> NDArray[np.float64]:
    """Return the mean of a Poisson variable of that `mean` which is known to be below `limit`."""
    term = np.ones_like(mean)
    chance = np.ones_like(mean)
    total = np.zeros_like(mean)
    for count in range(1, limit):
        term = term * mean / count
        chance += term
        total += count * term
    return total / chance


def _settle(gram: Matrix, most: float) -> float:
    """Make no direction of `gram` speak against itself by more than `most`; return what the ridge has to add for the rest.

    Sums over people have no negative eigenvalue, expected ones beside them may, and where one comes near the ridge
    what titles tell of each other grows without bounds. There are one or two such directions (they show in a Krylov
    space of a few dozen steps, Lanczos 1950); what each contradicts itself by is taken out. Changes `gram`.
    """
    start = np.random.default_rng(0).standard_normal(len(gram)).astype(np.float32)  # any start finds them
    for _ in range(KRYLOV_ROUNDS):
        space = _krylov(gram, start)
        values, vectors = np.linalg.eigh(space @ (gram @ space.T))
        against = np.flatnonzero(values < -most)
        if not len(against):
            return 0.0
        directions = vectors[:, against].T @ space
        gram -= (directions.T * values[against]) @ directions
    return float(-values[0])


def _krylov(gram: Matrix, start: Matrix) -> Matrix:
    """Return an orthonormal base of what `gram` makes of `start` again and again, shape (steps, k)."""
    base = np.zeros((min(KRYLOV_STEPS, len(gram)), len(gram)), dtype=np.float32)
    base[0] = start / np.linalg.norm(start)
    for step in range(1, len(base)):
        new = gram @ base[step - 1]
        for _ in range(2):  # once leaves too much of rounding
            new -= base[:step].T @ (base[:step] @ new)
        length = float(np.linalg.norm(new))
        if length < 1e-3:  # nothing new: the base is whole
            return base[:step]
        base[step] = new / length
    return base


def _ease(gram: Matrix, ridge: float) -> Matrix:
    """Return B = I - P / diag(P) with P = (gram + ridge)^-1, the diagonal zero. Overwrites `gram`."""
    diagonal = np.diag_indices_from(gram)
    gram[diagonal] += np.float32(ridge)
    inverse = _inverse(gram)
    inverse /= -inverse.diagonal()[None, :].copy()
    inverse[diagonal] = 0.0
    return inverse


def _inverse(matrix: Matrix) -> Matrix:
    """Return the inverse of a symmetric positive definite matrix, by halves (Schur 1917).

    Less than half the time of the general way, which takes no account of the symmetry.
    """
    if len(matrix) <= INVERTED_WHOLE:
        return np.linalg.inv(matrix)
    half = len(matrix) // 2
    first = _inverse(matrix[:half, :half])
    carried = first @ matrix[:half, half:]
    whole = np.empty_like(matrix)
    second = whole[half:, half:] = _inverse(matrix[half:, half:] - matrix[half:, :half] @ carried)
    beside = whole[:half, half:] = -(carried @ second)
    whole[half:, :half] = beside.T
    whole[:half, :half] = first - beside @ carried.T
    return whole
