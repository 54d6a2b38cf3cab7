"""Verdicts said in passing: "loved Arrival, hated Prometheus", "seen the second one", "the third was boring"."""

from __future__ import annotations

import re

from bot.domain import conversation_place_words as place_words
from bot.domain import conversation_verdict_words as verdict_words
from bot.domain.conversation import Said, Unclear
from bot.domain.conversation_names import Objects
from bot.domain.conversation_references import References
from bot.domain.text import fold
from bot.domain.title import Title
from bot.domain.verdict import VerdictKind


class VerdictReader:
    """Reads the verdicts of a message and takes their words out of it.

    `knows_none` tells that none of what is shown has been seen.
    """

    def __init__(self, references: References) -> None:
        self._references = references
        self._words = references.words
        self._people = references.knowledge.vocabulary.people
        self._said: dict[str, tuple[int, Said]] = {}
        self.unclear: list[Unclear] = []
        self.missing: list[int] = []
        self.knows_none = False

    @property
    def said(self) -> tuple[Said, ...]:
        """What was said, one verdict a title, in the order of the words."""
        return tuple(said for _, said in sorted(self._said.values(), key=lambda each: each[0]))

    def read(self) -> None:
        """Read every verdict there is."""
        for match in verdict_words.NOT_SEEN.finditer(self._words.unused):
            self._read_unseen(match)
        self._read_none()
        for pattern, kind in verdict_words.VERDICTS_AFTER:
            for match in pattern.finditer(self._words.unused):
                if not match.start() or self._words.unused[match.start() - 1] == " ":
                    self._read_before(match, kind)
        cues = list(verdict_words.VERDICT_CUES)
        cues += [(pattern, kind, False) for pattern, kind in verdict_words.PRESENT_CUES]
        unused = self._words.unused
        found = [(match, kind, sure) for pattern, kind, sure in cues for match in pattern.finditer(unused)]
        # In the order of the text, so that "both" and "it" mean what was named before; of cues at one place the longest.
        for match, kind, sure in sorted(found, key=lambda each: (each[0].start(), -each[0].end())):
            self._read_after(match, kind, sure=sure)
        self._read_but_not()

    def _read_after(self, cue: re.Match[str], kind: VerdictKind, *, sure: bool) -> None:
        before = self._words.unused[: cue.start()].rstrip()
        if verdict_words.NOT_MINE.search(before):
            return
        is_own = cue.group().startswith(("i ", "we ")) or self._is_parted(self._words.index_at(cue.start()))
        if not is_own and verdict_words.OF_OTHERS.search(before):
            others = self._references.objects_at(
                self._words.index_at(cue.end()), sure=sure, guess=False
            ).titles
            self._references.focus = others[0] if len(others) == 1 else self._references.focus
            return
        if any(token.used for token in self._words.within(cue.start(), cue.end())):
            return
        at = self._words.index_at(cue.end())
        if self._is_parted(at):
            return
        note, found = "", self._references.objects_at(at, sure=sure, guess=False)
        if not found and (part := verdict_words.PART_OF_TITLE.match(self._words.unused_from(at))):
            found = self._references.objects_at(
                self._words.index_after(at, part.end()), sure=True, guess=False
            )
            note = part["note"].strip()
        if not found:
            note, found = "", self._references.objects_at(at, sure=sure)
        if not sure and any(fold(each.name) in self._people for each in found.unclear):
            return  # "I like Tom Hanks" is a wish
        if found.by_place and not sure and kind is VerdictKind.DISLIKED and len(found.titles) > 1:
            return  # "I don't like these" asks for others
        if found:
            end, reason = self._reason_at(self._after_trailing(found.end))
            self._keep(at, found, kind, note or reason)
            self._use(self._words.index_at(cue.start()), end)

    def _read_none(self) -> None:
        """Read "liked none of these" as said against all, "seen none of these" as nothing said of any."""
        # "I don't like any of these" asks for others.
        for cue, kind in ((cue, kind) for cue, kind, sure in verdict_words.VERDICT_CUES if sure):
            for match in cue.finditer(self._words.unused):
                at = self._words.index_at(match.end())
                none = place_words.NONE_SHOWN.match(self._words.unused_from(at))
                if none is None or self._is_parted(at):
                    continue
                end = self._words.index_after(at, none.end())
                # "Liked none" and "did not like any" say the same.
                if kind.is_opinion and (kind is VerdictKind.DISLIKED) == none.group().startswith("any"):
                    self._keep(at, Objects(self._references.shown, end, by_place=True), VerdictKind.DISLIKED)
                self.knows_none = self.knows_none or not kind.is_opinion
                self._use(self._words.index_at(match.start()), end)

    def _read_but_not(self) -> None:
        """Read "loved the first, not the others": the others were not loved."""
        loved = [at for at, said in self._said.values() if said.kind is VerdictKind.LIKED]
        for match in place_words.BUT_NOT.finditer(self._words.unused):
            at = self._words.index_at(match.end())
            others = self._references.shown_at(at)
            if others.titles and any(place < at for place in loved):
                self._keep(at, others, VerdictKind.DISLIKED)
                self._use(self._words.index_at(match.start()), others.end)

    def _read_unseen(self, cue: re.Match[str]) -> None:
        """Read "haven't seen the first": nothing is said of it, but it is what "it" means from here on."""
        at = self._words.index_at(cue.end())
        found = self._references.objects_at(at, sure=True, guess=False)
        if (none := place_words.NONE_SHOWN.match(self._words.unused_from(at))) and not self._is_parted(at):
            self.knows_none = True
            self._use(self._words.index_at(cue.start()), self._words.index_after(at, none.end()))
        elif found.titles and not self._is_parted(at):
            self._use(self._words.index_at(cue.start()), self._after_trailing(found.end))
            if len(found.titles) == 1:
                self._references.focus = found.titles[0]

    def _reason_at(self, at: int) -> tuple[int, str]:
        """Return where the reason that begins at word `at` ends, and the reason as it was written."""
        tokens = self._words.tokens
        if at >= len(tokens) or not verdict_words.BECAUSE.match(self._words.unused_from(at)):
            return at, ""
        end = at + 1
        while end < len(tokens) and not tokens[end].after_boundary and not tokens[end].used:
            end += 1
        first = at + 1 if tokens[at].text in ("because", "cause", "cos", "coz") else at
        return end, self._words.spelled(first, end - first) if end > first else ""

    def _is_parted(self, at: int) -> bool:
        """Whether a full stop or comma stands between the cue and what comes next: "I loved, …" says nothing."""
        return at < len(self._words) and self._words.tokens[at].after_boundary

    def _read_before(self, cue: re.Match[str], kind: VerdictKind) -> None:
        """Read "the third was boring": the titles must stand right before, at the start of their clause."""
        if any(token.used for token in self._words.within(cue.start(), cue.end())):
            return
        end = self._words.index_at(cue.start())
        is_verb = cue.group().endswith(verdict_words.VERBS)
        if is_verb and self._is_parted(end) and self._goes_on(self._words.index_at(cue.end())):
            return  # "hated Tenet, seen Alien": what is seen comes behind
        for at in self._starts(end):
            found = self._references.objects_at(at, sure=True, guess=False)
            if found and found.end == end:
                if is_verb and not self._is_parted(at) and self._is_object(at):
                    return
                self._keep(at, found, kind)
                self._use(at, self._after_trailing(self._words.index_at(cue.end())))
                return

    def _goes_on(self, at: int) -> bool:
        """Whether something is said at word `at` that may name a title."""
        if at >= len(self._words) or self._words.tokens[at].used or self._is_parted(at):
            return False
        text = self._words.unused_from(at)
        return not (
            place_words.IT.match(text)
            or place_words.ALL_SHOWN.match(text)
            or verdict_words.TRAILING.match(text)
        )

    def _is_object(self, at: int) -> bool:
        """Whether a verb that says a verdict stands right before word `at`."""
        before = " ".join(token.text for token in self._words.tokens[max(0, at - 6) : at])
        return any(
            m.end() == len(before)
            for cue, _, _ in verdict_words.VERDICT_CUES
            for m in cue.finditer(before)
            if before
        )

    def _starts(self, end: int) -> list[int]:
        """Return where the words before number `end` may begin to name something, the farthest first."""
        tokens = self._words.tokens
        start = end
        while start > 0 and end - start < 12 and not tokens[start - 1].used:
            start -= 1
            if tokens[start].after_boundary and end - start > 9:
                break
        return list(range(start, end))

    def _keep(self, at: int, found: Objects, kind: VerdictKind, note: str = "") -> None:
        for title in found.titles:
            earlier = self._said.get(title.title_id)
            # Whoever says that it is seen and then how it was has said the latter.
            if (
                earlier is None
                or (kind is not VerdictKind.SEEN and at >= earlier[0])
                or earlier[1].kind is VerdictKind.SEEN
            ):
                self._said[title.title_id] = (at, Said(title, kind, note))
        self.unclear.extend(found.unclear)
        self.missing.extend(found.missing)
        self._references.mentioned = (*self._references.mentioned, *found.titles)
        if len(found.titles) == 1:
            self._references.focus = found.titles[0]

    def _after_trailing(self, end: int) -> int:
        while end < len(self._words):
            trailing = verdict_words.TRAILING.match(self._words.unused_from(end))
            if trailing is None:
                return end
            end = self._words.index_after(end, trailing.end())
        return end

    def _use(self, start: int, end: int) -> None:
        for token in self._words.tokens[start:end]:
            token.used = True


def judged(said: tuple[Said, ...], kind: VerdictKind) -> tuple[Title, ...]:
    """Return the titles of which that was said."""
    return tuple(each.title for each in said if each.kind is kind)
