"""Which titles are about the words of a request: BM25 over SQLite's full-text index, in memory."""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice

import numpy as np
from numpy.typing import NDArray

from bot.domain.errors import CatalogueError
from bot.domain.title import Title

# A hit in a name, genre or keyword says more than one in a sentence.
COLUMN_WEIGHTS = {
    "title": 4.0, "names": 3.0, "people": 4.0, "genres": 3.0, "keywords": 3.0, "description": 1.0,
}  # fmt: skip
STOP_WORDS = frozenset(
    "a about all also am an and any anything are as at be because been but by can could did do does for from"
    " get give got had has have he her him his how i if in into is it its just know let like look looking lot"
    " make makes may me might more most movie movies my no not of off on one or our out over please really"
    " recommend series she should show shows so some someone something suggest tell than that the their them"
    " then there these they thing things this those to too tonight tv us very want was watch watching we were"
    " what when where which who will with would you your film films good great best dont doesnt isnt arent"
    " wasnt cant wont im ive id ill lets thats whats".split()
)
# What people call a genre, or two together, when they do not use our word for it.
OTHER_WORDS_FOR_GENRES = {
    frozenset({"science fiction"}): "sci-fi scifi sf", frozenset({"comedy", "romance"}): "romcom rom-com",
    frozenset({"documentary"}): "docu doc docuseries", frozenset({"animation"}): "cartoon animated",
    frozenset({"biography"}): "biopic", frozenset({"sport"}): "sports",
}  # fmt: skip
MOST_WORDS = 48
# Each statement has FTS5 write what it has gathered, so that many small ones cost twice as much as few large ones.
INDEXED_AT_ONCE = 4000
# Bytes of words that are gathered before they are written: the more, the less often what was written is merged.
GATHERED = 1 << 24
# A word that a tenth of a large catalogue has takes 50 ms to look up, so what words found is kept, up to 16 MB of it.
MOST_HITS_KEPT = 2_000_000
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class _Hits:
    """The rows of the first `titles` titles in which a word occurs, with its score in each."""

    titles: int
    rows: NDArray[np.int32]
    scores: NDArray[np.float32]


_NO_HITS = _Hits(0, np.zeros(0, np.int32), np.zeros(0, np.float32))


class WordSearch:
    """A BM25 index over titles; `scores` may be called from any thread."""

    def __init__(self, titles: Sequence[Title]) -> None:
        self._size = len(titles)
        self._lock = threading.Lock()
        self._db = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        columns = ", ".join(COLUMN_WEIGHTS)
        try:
            self._db.execute(
                f"CREATE VIRTUAL TABLE words USING fts5({columns}, content='',"
                " tokenize='porter unicode61 remove_diacritics 2')"
            )
        except sqlite3.OperationalError as exc:
            raise CatalogueError("This Python's SQLite was built without full-text search (FTS5).") from exc
        self._db.execute("INSERT INTO words (words, rank) VALUES ('hashsize', ?)", (GATHERED,))
        self._change({}, dict(enumerate(titles)))
        weights = ", ".join(map(str, COLUMN_WEIGHTS.values()))
        self._query = f"SELECT rowid, -bm25(words, {weights}) FROM words WHERE words MATCH ?"  # noqa: S608 - numbers of ours
        self._query += " AND rowid >= ? AND rowid < ?"
        self._kept: dict[str, _Hits] = {}

    def grown(self, titles: Sequence[Title], changes: Mapping[int, Title]) -> WordSearch:
        """Return a search that knows these changes of `titles` too; both share one index.

        This one goes on with the rows it has, of which those that changed already read as they do now.
        """
        grown = copy(self)
        grown.take_in({row: titles[row] for row in changes if row < len(titles)}, changes)
        return grown

    def take_in(self, before: Mapping[int, Title], changes: Mapping[int, Title]) -> None:
        """Become the search that `grown` returns; `before` are the titles that had rows of the changed ones."""
        with self._lock:
            self._change(before, changes)
            if before:
                self._kept.clear()
        self._size = max(self._size, max(changes, default=-1) + 1)

    def _change(self, before: Mapping[int, Title], changes: Mapping[int, Title]) -> None:
        columns = ", ".join(("rowid", *COLUMN_WEIGHTS))
        marks = ", ".join("?" * (1 + len(COLUMN_WEIGHTS)))
        # An index without its texts must be told what a row said, to forget it.
        forget = f"INSERT INTO words (words, {columns}) VALUES ('delete', {marks})"  # noqa: S608 - no text of a person
        self._db.execute("BEGIN")
        self._db.executemany(forget, _rows_of(before))
        # Many rows at once: so long nothing of Python is needed, and other threads get on with their work.
        # Older builds of SQLite take at most 999 values in one statement.
        most = self._db.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER) // (1 + len(COLUMN_WEIGHTS))
        rows = _rows_of(changes)
        while portion := list(islice(rows, min(most, INDEXED_AT_ONCE))):
            places = ", ".join([f"({marks})"] * len(portion))
            add = f"INSERT INTO words ({columns}) VALUES {places}"  # noqa: S608 - no text of a person
            self._db.execute(add, list(chain.from_iterable(portion)))
        self._db.execute("COMMIT")

    def scores(self, query: str) -> NDArray[np.float32]:
        """Return the BM25 score of every title for the words of `query`, shape (len(titles),), float32.

        Higher is better; 0 where no word occurs. Any word may occur (OR); words are stemmed, and common words
        do not count. Okapi BM25 with SQLite's k1 = 1.2, b = 0.75 (Robertson and Zaragoza 2009).
        """
        scores = np.zeros(self._size, dtype=np.float32)
        # In BM25 the scores of several words are the sums of theirs.
        for word in list(dict.fromkeys(_words_of(query)))[:MOST_WORDS] if self._size else ():
            hits = self._hits(word)
            known = slice(None) if hits.titles <= self._size else hits.rows < self._size
            scores[hits.rows[known]] += hits.scores[known]
        return scores

    def _hits(self, word: str) -> _Hits:
        """Return what a word by itself finds, out of the words that were looked for before if it is among them."""
        kept = self._kept
        with self._lock:
            hits = kept.pop(word, _NO_HITS)
            if hits.titles < self._size:
                # Quoted, a word is only a word: nothing a person writes is read as query syntax.
                found = self._db.execute(self._query, (f'"{word}"', hits.titles, self._size)).fetchall()
                new = np.array(found, dtype=np.float64).reshape(-1, 2)
                hits = _Hits(
                    self._size,
                    np.concatenate([hits.rows, new[:, 0].astype(np.int32)]),
                    np.concatenate([hits.scores, new[:, 1].astype(np.float32)]),
                )
            kept[word] = hits  # the last one used stands last
            while len(kept) > 1 and sum(len(each.rows) for each in kept.values()) > MOST_HITS_KEPT:
                del kept[next(iter(kept))]
        return hits

    def close(self) -> None:
        """Give the memory of the index back; afterwards `scores` raises sqlite3.ProgrammingError."""
        with self._lock:
            self._db.close()


def _words_of(text: str) -> Iterator[str]:
    return (word for word in _WORD.findall(re.sub("['’]", "", text.lower())) if word not in STOP_WORDS)


@lru_cache(maxsize=4096)
def _genre_words(genres: tuple[str, ...]) -> str:
    others = (words for called, words in OTHER_WORDS_FOR_GENRES.items() if called <= frozenset(genres))
    return " / ".join((*genres, *others))


def _rows_of(titles: Mapping[int, Title]) -> Iterator[tuple[int | str, ...]]:
    for row, title in titles.items():
        yield (
            row,
            title.title,
            " / ".join(title.names[1:]),
            " / ".join((*title.directors, *title.actors)),
            _genre_words(title.genres),
            " / ".join(title.keywords),
            title.description,
        )
