"""Says which of the titles that a source tells of are in the catalogue already: identity, not spelling alone.

Numbers decide where both sides have them. Without, name and year must agree, little may speak against it, and
nothing else may fit as well: two rows for one film are a nuisance, one row for two films is wrong for ever.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from bot.catalogue.spelling import bare_of, fold
from bot.domain.title import Kind, Title

# The sources agree on votes within a factor of ten or so: two units of fame are more than a factor of forty.
FAR_IN_FAME = 2.0
# Cuts, credits and frame rates: what two sources say of one film's minutes lies about so far apart.
NEAR_IN_MINUTES = 5
FAR_IN_MINUTES = 20
# Of namesakes with a year between them, so much else has to be the same: the language, or two genres of five,
ENOUGH_AGREEMENT = 0.4
# unless the name has so many words, or both are so well known.
WORDS_OF_A_RARE_NAME = 3
BOTH_WELL_KNOWN = 3.5
# Of a film by more people than these a source may tell others than another does.
MOST_DIRECTORS_TOLD = 2
# By how much one fit has to be the better one before the other is out of the question.
CLEARLY = 1.0
# Twenty times the votes of a namesake (1.6 units of fame) are reason enough to be the one that is meant.
WEIGHT_OF_FAME = 0.7

Number = tuple[Kind, int]


def pairs_of(
    existing: Sequence[Title], found: Sequence[Title], *, joined_before: bool = False
) -> dict[int, int]:
    """Return which row of `existing` a row of `found` is, for those that are one.

    TMDB numbers decide (films and series are numbered apart), then IMDb's, then names with years at most one
    apart; between them the id, where `found` was `joined_before` and got its ids from that. No two rows of `found`
    get one row of `existing`, unless their numbers say so.
    """
    pairs = _by_number(existing, found)
    if joined_before:
        pairs |= _by_id(existing, found, pairs)
    taken = set(pairs.values())
    open_rows = [row for row in range(len(found)) if row not in pairs]
    if open_rows:
        pairs |= _by_name(existing, found, open_rows, taken)
    return pairs


def _by_number(existing: Sequence[Title], found: Sequence[Title]) -> dict[int, int]:
    tmdb_rows: dict[Number, int] = {}
    imdb_rows: dict[str, int] = {}
    for row, title in enumerate(existing):
        if title.tmdb_id:
            tmdb_rows.setdefault((title.kind, title.tmdb_id), row)
        if title.imdb_id:
            imdb_rows.setdefault(title.imdb_id, row)
    pairs: dict[int, int] = {}
    for row, title in enumerate(found):
        known = tmdb_rows.get((title.kind, title.tmdb_id)) if title.tmdb_id else None
        if known is None and title.imdb_id:
            known = imdb_rows.get(title.imdb_id)
            if known is not None and _numbered_apart(existing[known], title):
                known = None
        if known is not None:
            pairs[row] = known
    return pairs


def _by_id(existing: Sequence[Title], found: Sequence[Title], numbered: Mapping[int, int]) -> dict[int, int]:
    rows = {title.title_id: row for row, title in enumerate(existing)}
    taken = set(numbered.values())
    pairs: dict[int, int] = {}
    for row, title in enumerate(found):
        known = rows.get(title.title_id) if row not in numbered else None
        if known is not None and known not in taken and _is_settled(existing[known], title):
            pairs[row] = known
    return pairs


def _is_settled(one: Title, other: Title) -> bool:
    return (
        one.kind == other.kind
        and not _numbered_apart(one, other)
        and abs(one.year - other.year) <= 1
        and not _bare_names(one).isdisjoint(_bare_names(other))
        and len(_objections(one, other)) <= 1
    )


def _numbered_apart(one: Title, other: Title) -> bool:
    """Say whether numbers tell the two apart. A film and a series of one IMDb number may both be right."""
    if one.kind == other.kind and one.tmdb_id and other.tmdb_id and one.tmdb_id != other.tmdb_id:
        return True
    return bool(one.imdb_id and other.imdb_id and one.imdb_id != other.imdb_id)


def _by_name(
    existing: Sequence[Title], found: Sequence[Title], open_rows: Sequence[int], taken: set[int]
) -> dict[int, int]:
    rows_named: defaultdict[tuple[Kind, str], list[int]] = defaultdict(list)
    # Folding the names of a large catalogue takes seconds, which who looks for a few titles need not wait for.
    near = {(found[row].kind, found[row].year + apart) for row in open_rows for apart in (-1, 0, 1)}
    for row, title in enumerate(existing):
        if (title.kind, title.year) in near and row not in taken:
            for bare in _bare_names(title):
                rows_named[title.kind, bare].append(row)
    claims: defaultdict[int, dict[int, float]] = defaultdict(dict)
    for row in open_rows:
        title = found[row]
        bare_names = _bare_names(title)
        candidates = {known for bare in bare_names for known in rows_named.get((title.kind, bare), ())}
        if not candidates:
            continue
        fits = {
            known: fit
            for known in sorted(candidates)
            if (fit := _fit(existing[known], title, bare_names)) is not None
        }
        best = _clear_best(fits)
        if best is not None:
            claims[best][row] = fits[best]
    pairs: dict[int, int] = {}
    for known, claimants in claims.items():
        best = _clear_best(claimants)
        if best is not None:
            pairs[best] = known
    return pairs


def _bare_names(title: Title) -> set[str]:
    return set(map(bare_of, title.names))


def _clear_best(fits: Mapping[int, float]) -> int | None:
    in_order = sorted(fits, key=lambda row: -fits[row])
    if len(in_order) > 1 and fits[in_order[0]] - fits[in_order[1]] < CLEARLY:
        return None
    return in_order[0] if in_order else None


def _fit(one: Title, other: Title, other_names: set[str]) -> float | None:
    """Return how well two titles that share a name fit each other, None when they are not to be joined.

    The usual name and the very year may stand against one objection. Another name, or the year beside it, must
    not meet any: the usual name of one film is often the translated name of another.
    """
    if not one.year or not other.year or abs(one.year - other.year) > 1 or _numbered_apart(one, other):
        return None
    if _made_apart(one, other):
        return None
    usual = one.title == other.title or fold(one.title).bare in other_names
    same_year = one.year == other.year
    objections = _objections(one, other)
    if len(objections) > (1 if usual and same_year else 0):
        return None
    agreements = _agreements(one, other)
    if not same_year and agreements < ENOUGH_AGREEMENT and not _is_rare(one, other):
        return None
    # Where votes tell how known it is, the one as well known; else the one that is known at all.
    fame = -abs(one.fame - other.fame) if one.votes else other.fame
    return 4.0 * same_year + 2.0 * usual - len(objections) + agreements + WEIGHT_OF_FAME * fame


def _made_apart(one: Title, other: Title) -> bool:
    """Say whether two films are by other people: not one word of the names of all who directed them is the same.

    Sources order and spell names differently, in another script altogether, and name a few only where many directed.
    """
    if Kind.SERIES in (one.kind, other.kind) or not one.directors or not other.directors:
        return False
    if max(len(one.directors), len(other.directors)) > MOST_DIRECTORS_TOLD:
        return False
    ours, theirs = ({word for name in title.directors for word in fold(name).words} for title in (one, other))
    return all(word.isascii() for word in ours | theirs) and ours.isdisjoint(theirs)


def _is_rare(one: Title, other: Title) -> bool:
    """Say whether nobody would give two titles of two years their name: it is long, or that of two great ones."""
    is_long = len(fold(one.title).telling) >= WORDS_OF_A_RARE_NAME
    return is_long or min(one.fame, other.fame) >= BOTH_WELL_KNOWN


def _agreements(one: Title, other: Title) -> float:
    """Return how much of what may differ between two namesakes is the same."""
    agreed = 1.0 * bool(set(one.languages) & set(other.languages))
    agreed += bool(set(one.directors) & set(other.directors))
    if one.runtime and other.runtime:
        agreed += abs(one.runtime - other.runtime) <= NEAR_IN_MINUTES
    both, either = set(one.genres) & set(other.genres), set(one.genres) | set(other.genres)
    return agreed + (len(both) / len(either) if either else 0.0)


def _objections(one: Title, other: Title) -> list[str]:
    """Return what speaks against two titles being one; what is not known never does."""
    found = [
        field
        for field in ("languages", "genres", "directors")
        if getattr(one, field)
        and getattr(other, field)
        and set(getattr(one, field)).isdisjoint(getattr(other, field))
    ]
    if one.kind is Kind.FILM and one.runtime and other.runtime:
        apart = abs(one.runtime - other.runtime)
        if apart > FAR_IN_MINUTES and apart > 0.2 * max(one.runtime, other.runtime):
            found.append("runtime")
    if _has_fame(one) and _has_fame(other) and abs(one.fame - other.fame) > FAR_IN_FAME:
        found.append("fame")
    return found


def _has_fame(title: Title) -> bool:
    return title.votes is not None or title.fame > 1.0
