"""The ways in which the built-in writer tells why a title fits: each a name and a sentence, if its facts are known.

The groups stand in the order of how much they say to this person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.domain.title import Title
from bot.llm.facts import Facts
from bot.llm.phrases import is_pleasant, joined, moods_among, plural_of, themes_among, two_of, with_article

Way = tuple[str, str]


def by_likes(facts: Facts) -> Iterator[Way]:
    """Yield what ties the title to something the person liked."""
    if not facts.likes:
        return
    like = facts.likes[0]
    kind, about, a_subject = facts.kind, facts.about, with_article(facts.subject)
    if len(facts.likes) > 1:
        yield "between", f"Somewhere between {like.name} and {facts.likes[1].name}: {a_subject}{about}."
    if like.title is not None:
        yield from _by_what_is_shared(facts, like.name, like.title)
    if facts.moods or facts.themes:
        yield "after", f"After {like.name}, try {a_subject}{facts.whereabouts}{about}."
    if facts.themes and facts.pace:
        themes = joined(facts.themes)
        yield "beside", f"Put this {kind} beside {like.name}: {themes}, and a {facts.tale} that {facts.pace}."
        if facts.moods:
            moods = joined(facts.moods)
            yield "spirit", f"In spirit it is close to {like.name}: {moods},{about}, and it {facts.pace}."


def _by_what_is_shared(facts: Facts, name: str, like: Title) -> Iterator[Way]:
    title, subject, kind, about = facts.title, facts.subject, facts.kind, facts.about
    makers = [maker for maker in title.directors if maker in like.directors]
    if makers and facts.moods:
        yield "hand", f"{makers[0]} made {name} too; this time it is {with_article(subject)}{about}."
        yield "from", f"From {makers[0]}, who made {name}, comes {with_article(subject)}{about}."
        return
    actors = [actor for actor in title.actors if actor in like.actors]
    if actors and facts.themes:
        yield "face", f"{actors[0]}, whom you know from {name}, is in this {subject}{about}."
    shared = two_of(themes_among(word for word in title.keywords if word in like.keywords))
    own = joined([word for word in moods_among(title.keywords) if word not in like.keywords][:2])
    theirs = joined([word for word in moods_among(like.keywords) if word not in title.keywords][:2])
    if shared:
        both = joined(shared)
        if is_pleasant(shared):
            yield "drew", f"If {both} drew you to {name}, this {subject} should draw you in as well."
        yield "thread", f"You met {both} in {name}; this {subject}{facts.whereabouts} picks up the thread."
        if own:
            yield "turn", f"Like {name}, it is about {both}, but this {kind} is more {own}."
        if own and theirs:
            yield "where", f"Where {name} is {theirs}, this {kind} is {own}; both are about {both}."
    moods = joined([word for word in moods_among(title.keywords) if word in like.keywords][:2])
    if moods and facts.themes:
        yield "every bit", f"Every bit as {moods} as {name}, this {kind} is about {joined(facts.themes)}."
        yield "air", f"The {moods} mood of {name} is here too, in {with_article(kind)}{about}."


def by_terms(facts: Facts) -> Iterator[Way]:
    """Yield how the title meets the people, the place, the years or the length that the wish names."""
    wish, title, subject, about = facts.wish, facts.title, facts.subject, facts.about
    a_subject = with_article(subject)
    for person in wish.people:
        if person in title.directors:
            yield "directs", f"{person} directs, as you asked: {a_subject}{about}."
            yield "choice", f"Of what {person} has made, I would begin with this {subject}{about}."
        elif person in title.actors:
            yield "stars", f"You asked for {person}, who is in this {subject}{about}."
            yield "see", f"Here you see {person} in {a_subject}{facts.whereabouts}{about}."
    if facts.asked_place:
        yield "there", f"It is set {facts.place}, as you wished: {a_subject}{about}."
        yield (
            "where you wanted",
            f"It plays {facts.place}, where you wanted to be, and it is {a_subject}{about}.",
        )
    if title.year and any(low <= title.year <= high for low, high in wish.years):
        yield "year", f"{title.year} gave us this {subject}{about}, well inside the years you named."
        yield "from then", f"It is from {title.year}, as you wished: {a_subject}{facts.whereabouts}{about}."
    if wish.runtime is not None and title.runtime and wish.runtime[0] <= title.runtime <= wish.runtime[1]:
        yield "minutes", f"In {title.runtime} minutes, as you asked, you get {a_subject}{about}."
        yield "no longer", f"No longer than {title.runtime} minutes, and in them {a_subject}{about}."


def by_wish(facts: Facts) -> Iterator[Way]:
    """Yield how the title meets the themes, moods and genres of the wish."""
    if facts.asked_themes and is_pleasant(facts.asked_themes):
        asked = joined(facts.asked_themes)
        yield (
            "built",
            f"You wanted {asked}, and this {facts.subject}{facts.whereabouts} is built around just that.",
        )
        if facts.maker:
            yield "looks", f"For {asked}, turn to {facts.maker} and this {facts.subject}{facts.whereabouts}."
    if facts.themes:
        yield from _by_mood(facts)
        if facts.asked_genre and facts.moods:
            yield from _by_genre(facts)


def _by_mood(facts: Facts) -> Iterator[Way]:
    if not facts.asked_moods:
        return
    moods, themes = joined(facts.asked_moods), joined(facts.themes)
    kind, about = facts.kind, facts.about
    a_kind = with_article(kind)
    yield "word", f"If {moods} is the word for tonight, try this {kind}{facts.whereabouts}{about}."
    yield "leads", f"Your wish for something {moods} leads here, to {a_kind}{about}."
    if facts.pace:
        yield "wished", f"It is as {moods} as you wished, {a_kind}{about} that {facts.pace}."
        evening = with_article(f"{facts.asked_moods[0]} evening")
        yield "evening", f"For {evening}: {themes}, and a {facts.tale} that {facts.pace}."
    if facts.maker:
        yield (
            "gives",
            f"{facts.maker} gives you the {moods} {kind} you asked for, with {themes} at its heart.",
        )


def _by_genre(facts: Facts) -> Iterator[Way]:
    kind, about, moods = facts.kind, facts.about.strip(), joined(facts.moods)
    a_kind = with_article(kind)
    yield "among", f"Among the {plural_of(kind)} you could have tonight, this one is {moods}, and {about}."
    if facts.maker:
        yield "want", f"If {a_kind} is what you want, {facts.maker} has one that is {moods}, and {about}."
    if facts.pace:
        yield "shall be", f"{_capital(a_kind)} it shall be, then: {moods}, {about}, and it {facts.pace}."
        yield (
            "as they go",
            f"As {plural_of(kind)} go, this one is {moods}; it is {about}, and it {facts.pace}.",
        )


def by_itself(facts: Facts) -> Iterator[Way]:
    """Yield what the title is, when neither taste nor wish says more."""
    if not facts.moods:
        return
    title, subject, about, moods = facts.title, facts.subject, facts.about, joined(facts.moods)
    a_subject, themes = with_article(subject), joined(facts.themes)
    if themes:
        yield "heart", f"This {subject}{facts.whereabouts} has {themes} at its heart."
        if is_pleasant(facts.themes):
            yield "drawn", f"If you are drawn to {themes}, give this {subject}{facts.whereabouts} a chance."
            if facts.maker:
                yield "trust", f"Trust {facts.maker} with {themes}: this {facts.kind} is {moods}."
        if facts.maker:
            yield (
                "something",
                f"Something {moods} for tonight: {with_article(facts.kind)} by {facts.maker}{about}.",
            )
        if facts.place:
            yield "set", f"Set {facts.place}, it is {a_subject}{about}."
    if facts.maker and facts.pace and themes:
        yield "maker", f"{facts.maker} made this {subject}: {themes}, and a {facts.tale} that {facts.pace}."
    if title.actors[1:]:
        yield (
            "lead",
            f"With {joined(title.actors[:2])} in the lead, it is {a_subject}{about if themes else ''}.",
        )
    if title.year:
        known = ", and too few people know it" if title.fame <= 2 else ""
        known = ", and most people know it" if title.fame >= 4 else known
        yield "known", f"{_capital(a_subject)} from {title.year}{about}{known}."


def plainly(facts: Facts) -> str:
    """Return the sentence for a title of which next to nothing is known, as in some imported catalogues."""
    year = f" from {facts.title.year}" if facts.title.year else ""
    makers = f" by {facts.maker}" if facts.maker else facts.about
    if facts.wish.asked:
        return (
            f"The words of your wish lead to this {facts.subject}{year}{makers}, among all the titles I know."
        )
    return f"{_capital(with_article(facts.subject))}{year}{makers} that you have not told me about yet."


GROUPS: tuple[Callable[[Facts], Iterator[Way]], ...] = (by_likes, by_terms, by_wish, by_itself)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
