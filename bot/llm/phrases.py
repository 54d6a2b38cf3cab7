"""The catalogue's words as they stand in a sentence: kinds of films, moods, paces, themes, places.

A keyword that is not listed here is not used: whether it takes an article or a capital cannot be guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.domain.title import Title

# Adjectives that can stand before a film as well as behind one.
MOODS = frozenset(
    "thoughtful cerebral melancholic bittersweet heartwarming feel-good uplifting funny witty quirky whimsical absurd"
    " satirical bleak gritty disturbing tense suspenseful eerie scary atmospheric dreamlike surreal romantic sensual epic"
    " thrilling nostalgic poetic meditative intimate tender moving raw stylish campy mind-bending charming light-hearted"
    " cosy gentle playful psychological haunting hopeful inspiring provocative angry violent gory deadpan experimental"
    " family-friendly".split()
) | {"darkly funny"}  # fmt: skip

# What a kind of film says already.
_SAID_BY_KIND = {
    "love story": "romantic",
    "romantic series": "romantic",
    "thriller": "thrilling",
    "thriller series": "thrilling",
    "comedy": "funny",
    "comedy series": "funny",
    "family film": "family-friendly",
    "family series": "family-friendly",
}
# What nobody should be told they want or like.
_GRIM = frozenset(
    "slavery|genocide|racism|sexism|kidnapping|human trafficking|cannibalism|terrorism|poverty|illness|mental illness|depression"
    "|addiction|drug addiction|alcoholism|bullying|prejudice|injustice|apartheid|fascism|dictatorship|the Holocaust|the trenches"
    "|humiliation|captivity|trauma|unemployment|hunger|divorce|adultery|infidelity|street children|death|hostages|blackmail"
    "|domestic abuse|a plane crash|a pandemic|a stalker|a home invasion|a missing person|a serial killer|murder|greed|betrayal".split(
        "|"
    )
)

# What a pace does; the sentence's subject is the film. A measured pace is not worth a word.
PACES = {
    "slow": "takes its time",
    "slow-burn": "builds slowly",
    "brisk": "moves briskly",
    "fast-paced": "never lets up",
    "frantic": "runs at full tilt",
}

# A genre as a noun for a film and for a series.
_KINDS = {
    "action": ("action film", "action series"),
    "adventure": ("adventure", "adventure series"),
    "animation": ("animated film", "animated series"),
    "biography": ("biopic", "biographical series"),
    "comedy": ("comedy", "comedy series"),
    "crime": ("crime film", "crime series"),
    "documentary": ("documentary", "documentary series"),
    "drama": ("drama", "drama series"),
    "family": ("family film", "family series"),
    "fantasy": ("fantasy film", "fantasy series"),
    "history": ("period piece", "period series"),
    "horror": ("horror film", "horror series"),
    "music": ("film full of music", "series full of music"),
    "musical": ("musical", "musical series"),
    "mystery": ("mystery", "mystery series"),
    "noir": ("film noir", "noir series"),
    "romance": ("love story", "romantic series"),
    "science fiction": ("science-fiction film", "science-fiction series"),
    "sport": ("sports film", "sports series"),
    "thriller": ("thriller", "thriller series"),
    "war": ("war film", "war series"),
    "western": ("western", "western series"),
}

_PLAIN_THEMES = """
friendship, grief, family, revenge, marriage, poverty, childhood, brothers, loneliness, school, teenagers, survival, memory,
betrayal, murder, identity, first love, magic, class, sisters, ghosts, obsession, time travel, aliens, faith, animals, guilt,
rebellion, food, siblings, gangsters, racism, old age, religion, corruption, neighbours, rivalry, prison, divorce, family secrets,
journalism, death, ambition, forbidden love, paranoia, dance, vampires, madness, greed, drugs, songs, kidnapping, trauma,
body horror, redemption, soldiers, show business, illness, bullying, bureaucracy, culture clash, outlaws, fame, colonialism,
kindness, jealousy, nature, female friendship, zombies, jazz, puppets, ageing, talking animals, slavery, motherhood, monsters,
artificial intelligence, terrorism, con artists, addiction, boxing, power, resistance, robots, love, fate, disability, sacrifice,
mistaken identity, prejudice, folklore, isolation, captivity, unrequited love, outsiders, injustice, toys, surveillance,
escape, masculinity, dictatorship, mental illness, exile, pirates, consumerism, adultery, gangs, patriarchy, regret, witches,
dinosaurs, filmmaking, fashion, race, adoption, amnesia, dreams, unemployment, celebrity, street children, community, football,
children, prophecy, dating, demons, alcoholism, gambling, propaganda, cannibalism, androids, hostages, fascism,
twins, doomed love, court intrigue, infidelity, dragons, immigrants, actors, doctors, hypnosis, cinema, second chances,
mutants, singing, rock music, freedom, storytelling, alienation, telekinesis, mathematics, middle age, debt, letters, mortality,
refugees, lost love, duty, bandits, inheritance, orphans, genocide, secrets, depression, opera, everyday life, desire, loyalty,
books, feminism, lawyers, baseball, nuns, underdogs, fatherhood, solidarity, imagination, courage, swordfighting,
hip-hop, parents and children, blackmail, repression, reincarnation, dogs, lies, assassins, mythology, village life,
drug addiction, hypocrisy, political intrigue, family life, humiliation, trains, tradition, wealth, migration, flying, teamwork,
philosophy, conscience, cooking, heartbreak, poetry, astronauts, strangers, disguises, musicians, scandal, blindness, cats,
flashbacks, unspoken love, folk music, parallel worlds, fear, sexism, civil rights, autism, corporate greed, vikings,
independence, sign language, possession, gossip, anxiety, immigration, pranks, inequality, young love, witchcraft, superstition,
money, hunger, class struggle, forgiveness, suspicion, aviation, conformity, male friendship, monks, drinking, generations,
immortality, hackers, deception, office life, soul music, astronomy, wolves, archaeology, farming, outcasts, classical music,
protest, ballet, solitude, transformation, wizards, apartheid, free will, art, advertising, silence, women's rights,
photography, motor racing, failure, technology, separation, human trafficking, capitalism, destiny, physics, justice, dignity,
knights, video games, computers, forensics, resurrection, villains, activism, criminals, parenting, innocence, misfits,
coming out, pregnancy, space travel, spies, samurai, martial arts, politics, hope, self-discovery, psychic powers
"""
_ONE_THEMES = """
heist, love triangle, conspiracy, serial killer, fairy tale, courtroom battle, quest, mentor, haunted house, wedding,
mad scientist, hitman, siege, curse, car chase, cat-and-mouse game, disguise, hotel, witch, manhunt,
double life, mansion, disaster, midlife crisis, ghost, vigilante, revolution, bank robbery, rescue, monster, missing person,
dinner party, cult, unreliable narrator, genius, antihero, power struggle, robot, clown, circus, castle, private detective,
secret identity, bounty hunter, affair, secret agent, trial, impostor, time loop, widower, treasure hunt, river journey, con artist,
tournament, body swap, uprising, cold case, home invasion, shipwreck, plane crash, treasure, stalker,
doppelgänger, mole hunt, pandemic, whistleblower, reunion, double agent, detective, hostage crisis, parallel world, alien invasion,
private eye, train robbery, murder investigation, moral dilemma, road trip, found family, small town, country house, boarding school
"""
_OTHER_THEMES = {
    "alien invasion": "an alien invasion",
    "alien planet": "another planet",
    "afterlife": "the afterlife",
    "apocalypse": "the end of the world",
    "boxer": "boxing",
    "cat and mouse": "a game of cat and mouse",
    "christmas": "Christmas",
    "class divide": "the gap between the classes",
    "cold war": "the Cold War",
    "coming of age": "growing up",
    "courtroom": "a trial",
    "desert": "the desert",
    "dog": "a dog",
    "dystopia": "a future gone wrong",
    "end of the world": "the end of the world",
    "espionage": "espionage",
    "father and daughter": "a father and his daughter",
    "father and son": "a father and his son",
    "first contact": "first contact",
    "fish out of water": "a fish out of water",
    "frontier": "the frontier",
    "great depression": "the Great Depression",
    "growing up": "growing up",
    "high school": "life at high school",
    "holocaust": "the Holocaust",
    "hospital": "life in a hospital",
    "internet": "the internet",
    "island": "life on an island",
    "jungle": "the jungle",
    "mafia": "the mafia",
    "meaning of life": "the meaning of life",
    "media": "the media",
    "mother and daughter": "a mother and her daughter",
    "mother and son": "a mother and her son",
    "music": "music",
    "near future": "a future close to ours",
    "ocean": "the ocean",
    "on the run": "life on the run",
    "one day": "a single day",
    "one night": "a single night",
    "police": "the police",
    "post-apocalypse": "life after the end of the world",
    "post-apocalyptic": "life after the end of the world",
    "road movie": "a long road",
    "sea": "the sea",
    "single mother": "a single mother",
    "space": "outer space",
    "spy": "spies",
    "suburbia": "the suburbs",
    "suburbs": "the suburbs",
    "summer": "summer",
    "superhero": "a superhero",
    "theatre": "the theatre",
    "trenches": "the trenches",
    "undercover": "life under cover",
    "underdog": "an underdog",
    "unlikely friendship": "an unlikely friendship",
    "vietnam war": "the Vietnam War",
    "village": "life in a village",
    "whodunit": "a puzzle of who did it",
    "wilderness": "the wilderness",
    "workplace": "life at work",
    "working class": "working-class life",
    "world war i": "the First World War",
    "world war ii": "the Second World War",
}
_PLACES = """
New York, London, Los Angeles, Paris, Tokyo, San Francisco, Texas, Chicago, Washington, California, Berlin, Rome, Philadelphia,
Hong Kong, Scotland, Rio de Janeiro, Mumbai, Moscow, Tehran, New Jersey, Seoul, Istanbul, Miami, Madrid, Las Vegas, Buenos Aires,
Mexico City, Detroit, Seattle, Mexico, Egypt, Ireland, India, England, New Orleans, Italy, Warsaw, Oslo, Japan, Prague, France,
Alaska, Sicily, Helsinki, Iceland, Havana, Florida, Vienna, Boston, Melbourne, Shanghai, Wyoming, Bucharest, Dublin, Brooklyn,
Copenhagen, Greece, Taipei, Colorado, Sydney, Poland, Russia, Dakar, Venice, Budapest, Morocco, Yorkshire, Delhi, Hawaii, Bangkok,
Montana, Afghanistan, Beirut, Iran, Naples, South America, Toronto, Turkey, Colombia, New England, Mississippi, New Mexico
"""
_DECADE = re.compile(r"(?:19|20)\d0s\Z")


def _words(table: str) -> list[str]:
    return [word.strip() for word in table.replace("\n", " ").split(",") if word.strip()]


def with_article(phrase: str) -> str:
    """Return `phrase` behind “a” or “an”."""
    return f"{'an' if phrase[:1].lower() in 'aeiou' else 'a'} {phrase}"


_THEMES = {
    **{word: word for word in _words(_PLAIN_THEMES)},
    **{word: with_article(word) for word in _words(_ONE_THEMES)},
    **_OTHER_THEMES,
}
_PLACE_OF = {place.lower(): place for place in _words(_PLACES)}


def joined(words: Iterable[str]) -> str:
    """Return words as they are listed in a sentence: “a, b and c”."""
    *most, last = [*words] or [""]
    return f"{', '.join(most)} and {last}" if most else last


def moods_among(words: Iterable[str]) -> list[str]:
    """Return the adjectives among a title's keywords or a wish's words."""
    return [word for word in words if word in MOODS]


def is_new_to(kind: str, mood: str) -> bool:
    """Return whether a mood says something of a film that its kind does not say already."""
    return _SAID_BY_KIND.get(kind) != mood


def themes_among(words: Iterable[str]) -> list[str]:
    """Return what a title is about, each as a phrase that can follow “about”, without repeats."""
    return list(dict.fromkeys(_THEMES[word] for word in words if word in _THEMES))


def two_of(themes: Sequence[str], kind: str = "") -> tuple[str, ...]:
    """Return the first two themes that “and” can join, without what `kind` or the first one says already."""
    free = [theme for theme in themes if theme not in kind]
    if not free or " and " in free[0]:
        return tuple(free[:1])
    said = set(free[0].split()) - {"a", "an", "the", "in", "of", "life"}
    second = (theme for theme in free[1:] if " and " not in theme and not said & set(theme.split()))
    return (free[0], *list(second)[:1])


def is_pleasant(themes: Iterable[str]) -> bool:
    """Return whether these are themes that a person may be told they wish for or were drawn to."""
    return not _GRIM & set(themes)


def place_of(words: Iterable[str]) -> str:
    """Return where or when a title of these keywords plays: “in Paris”, “in the 1980s”, "" when unknown."""
    known = list(words)
    place = next((_PLACE_OF[word] for word in known if word in _PLACE_OF), "")
    decade = next((f"the {word}" for word in known if _DECADE.match(word)), "")
    return f"in {place or decade}" if place or decade else ""


def pace_of(title: Title) -> str:
    """Return what its pace does, "" when unknown."""
    return next((PACES[word] for word in title.keywords if word in PACES), "")


def plural_of(kind: str) -> str:
    """Return the plural of what `kind_of` gives."""
    head, full_of, rest = kind.partition(" full of ")
    if head.endswith("series"):
        return kind
    if head == "film noir":
        return "films noirs"
    plural = f"{head[:-1]}ies" if head.endswith("y") else f"{head}s"
    return f"{plural}{full_of}{rest}"


def kind_of(title: Title, wanted: Sequence[str] = ()) -> str:
    """Return what a title is called, by the first of `wanted` genres it has, else its own first."""
    genre = next((genre for genre in wanted if genre in title.genres), next(iter(title.genres), ""))
    is_series = title.kind == "series"
    film, series = _KINDS.get(genre, ("film", "series"))
    return series if is_series else film
