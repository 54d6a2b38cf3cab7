"""Every title that somebody means who says "no James Bond" or "the Ocean's films": found by more than its name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cached_property

from bot.domain.facets import Facets
from bot.domain.text import fold
from bot.domain.title import Title

# A keyword that more titles have is no sign of one franchise.
MOST_WITH_A_TELLING_KEYWORD = 60
SHORTEST_LAST_NAME = 4
# So many films show somebody's manner.
MOST_WORKS = 4
# What may stand before the first word of a name, as far as it is looked at.
_LONGEST_BEGINNING = 5
_BEGINS_A_NAME = re.compile(r"(?:\A|[\t\n])(?:the |an? )?\Z")
_BEGINS_A_WORD = re.compile(r"(?:\A|[^a-z0-9])\Z")
_APOSTROPHES = re.compile(r"['’‘`´]")


class LooseNames:
    """Finds what belongs to a name that is said loosely. What it looks through is prepared when first asked."""

    def __init__(self, facets: Facets) -> None:
        self._facets = facets

    def titles_of(self, name: str, *, wide: bool = True, within: bool = False) -> tuple[Title, ...]:
        """Return the titles that `name` speaks of; none where nothing is called so.

        Those begin with it, have it as a keyword, tell of it in their description, or tell of its last word and share a
        rare keyword with the others ("Bond", "mi6"). Without `wide` only a colon, a dash or a number may follow it.
        `within` finds it anywhere in a name: "the Caribbean ones".
        """
        folded = fold(name)
        if not folded:
            return ()
        rows = self._beginning_with(folded, wide=wide, within=within)
        if wide and " " in folded:
            rows |= {int(row) for row in self._facets.keywords.get(folded, ())}
            rows |= self._telling_of(folded, rows)
        return tuple(self._facets.titles[row] for row in sorted(rows))

    def works_of(self, person: str) -> tuple[Title, ...]:
        """Return the best known of what `person` made."""
        titles = [self._facets.titles[row] for row in self._facets.people.get(person, ())]
        made = [title for title in titles if person in title.directors]
        return tuple(sorted(made, key=lambda title: -title.fame)[:MOST_WORKS])

    def grown(self, facets: Facets, changes: Mapping[int, Title]) -> LooseNames:
        """Return them for `facets`, which these had before they grew by `changes`; what is prepared stays so, if it can."""
        grown = LooseNames(facets)
        before = self._facets.titles
        is_as_before = all(changes[row].names == before[row].names for row in changes if row < len(before))
        if "_names" in self.__dict__ and is_as_before:
            added = facets.titles[len(before) :]
            grown.__dict__["_names"] = "\n".join([self._names, _lines_of(added)]) if added else self._names
        return grown

    @cached_property
    def _names(self) -> str:
        """The names of each title on a line of its own, parted by tabs."""
        return _lines_of(self._facets.titles)

    def _beginning_with(self, folded: str, *, wide: bool, within: bool) -> set[int]:
        names = self._names
        if folded.partition(" ")[0] not in names:
            return set()
        end = r"(?=[\s:,.!?-]|$)" if wide else r"(?=\s*(?:$|[:\t\n]| [-–] | \d))"
        begin = _BEGINS_A_WORD if within else _BEGINS_A_NAME
        spelled = r"[^a-z0-9\n\t]+".join(re.escape(word) for word in folded.split())
        # Begun with its letters, not with what stands before them, it is found some ten times as fast.
        pattern = re.compile(rf"{spelled}s?{end}", re.MULTILINE)
        rows: set[int] = set()
        row = last = 0
        for match in pattern.finditer(names):
            if not begin.search(names[max(0, match.start() - _LONGEST_BEGINNING) : match.start()]):
                continue
            row += names.count("\n", last, match.start())
            last = match.start()
            rows.add(row)
        return rows

    def _telling_of(self, folded: str, rows: set[int]) -> set[int]:
        """Return the rows of further titles that tell of the name in their descriptions."""
        titles, keywords = self._facets.titles, self._facets.keywords
        words = [word.capitalize() for word in folded.split()]
        whole, last = " ".join(words), words[-1]
        found = {row for row, title in enumerate(titles) if whole in title.description}
        if len(last) < SHORTEST_LAST_NAME:
            return found
        telling = {word for row in rows | found for word in titles[row].keywords}
        telling = {word for word in telling if 1 < len(keywords.get(word, ())) <= MOST_WITH_A_TELLING_KEYWORD}
        near = {int(row) for word in telling for row in keywords[word]}
        surname = re.compile(rf"\b{re.escape(last)}\b")
        return found | {row for row in near if surname.search(titles[row].description)}


def _lines_of(titles: Sequence[Title]) -> str:
    text = "\n".join("\t".join(" ".join(name.split()) for name in title.names) for title in titles)
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text).lower())
    return plain.encode("ascii", "ignore").decode("ascii")
