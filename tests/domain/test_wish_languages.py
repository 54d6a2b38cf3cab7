"""Wishes in five more languages, and the names, countries and kinds in them: sentence → what is asked for."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain.other_languages import language_of
from bot.domain.text import fold
from bot.domain.title import Kind
from bot.domain.wish import ANY_LATER
from bot.domain.wish_reader import understand
from bot.services.library import Library

FILM, SERIES = Kind.FILM, Kind.SERIES
WAR, CRIME, COMEDY, HORROR = (("war",),), (("crime",),), (("comedy",),), (("horror",),)
ROMANCE, ANIMATION, DRAMA, DOCUMENTARY = (
    (("romance",),),
    (("animation",),),
    (("drama",),),
    (("documentary",),),
)
SCIENCE_FICTION, WESTERN, THRILLER = (("science fiction",),), (("western",),), (("thriller",),)
THE_70S, THE_80S, THE_90S, THE_60S = (1970, 1979), (1980, 1989), (1990, 1999), (1960, 1969)

GERMAN: dict[str, dict[str, Any]] = {
    "Ich hätte gern einen Liebesfilm aus den Achtzigern": {"genres": ROMANCE, "years": (THE_80S,)},
    "Krimikomödie aus den Siebzigern bitte": {"genres": (("crime",), ("comedy",)), "years": (THE_70S,)},
    "Wir suchen einen Kriegsfilm, der nicht aus den USA kommt": {"genres": WAR, "without_countries": ("US",)},
    "ein japanischer Animationsfilm für Kinder": {
        "genres": ANIMATION,
        "countries": ("JP",),
        "for_children": True,
    },
    "Science-Fiction-Serie, aber nichts Britisches": {
        "kind": SERIES,
        "genres": SCIENCE_FICTION,
        "without_countries": ("GB",),
    },
    "Dokumentarfilm über Fußball, unter 90 Minuten": {"genres": DOCUMENTARY, "runtime": (0, 90)},
    "ein Western vor 1970": {"genres": WESTERN, "years": ((0, 1969),)},
    "Komödien nach 2010 mag mein Bruder": {"genres": COMEDY, "years": ((2011, ANY_LATER),)},
    "Zeig mir drei Horrorfilme aus Korea": {"genres": HORROR, "countries": ("KR",), "count": 3},
    "Ein Geheimtipp aus Schweden wäre schön": {"countries": ("SE",), "fame": -1.0},
    "Agententhriller ohne Gewalt": {"genres": THRILLER, "without_keywords": ("violent", "gory")},
    "Horrorfilme mag ich nicht, lieber eine Komödie": {"genres": COMEDY, "without_genres": HORROR},
    "Familienfilm für den Abend, kein Zeichentrick": {"for_children": True, "without_genres": ANIMATION},
    "höchstens eine Stunde pro Folge, gerne eine Krimiserie": {
        "kind": SERIES,
        "genres": CRIME,
        "runtime": (0, 60),
    },
    "bloß kein Drama, einfach was zum Lachen": {"without_genres": DRAMA, "genres": COMEDY},
    "Filme der letzten zehn Jahre aus Spanien": {"years": ((2016, ANY_LATER),), "countries": ("ES",)},
    "ein Stummfilm aus Deutschland": {"countries": ("DE", "DD")},
    "etwas wie Heat, aber aus Frankreich": {"like": ("heat-1995",), "countries": ("FR",)},
}
FRENCH: dict[str, dict[str, Any]] = {
    "un film de guerre": {"kind": FILM, "genres": WAR},
    "je cherche une comédie romantique des années 90": {
        "genres": (("romance",), ("comedy",)),
        "years": (THE_90S,),
    },
    "surtout pas de film d'horreur, plutôt une comédie": {"without_genres": HORROR, "genres": COMEDY},
    "une série policière danoise": {"kind": SERIES, "genres": CRIME, "countries": ("DK",)},
    "un dessin animé japonais pour les enfants": {
        "genres": ANIMATION,
        "countries": ("JP",),
        "for_children": True,
    },
    "un western avant les années 70": {"genres": WESTERN, "years": ((0, 1969),)},
    "un thriller coréen de moins de deux heures": {
        "genres": THRILLER,
        "countries": ("KR",),
        "runtime": (0, 120),
    },
    "un documentaire sur la musique": {"genres": DOCUMENTARY},
    "de la science-fiction sans violence, s'il vous plaît": {
        "genres": SCIENCE_FICTION,
        "without_keywords": ("violent", "gory"),
    },
    "trois films italiens des années 60": {"count": 3, "countries": ("IT",), "years": (THE_60S,)},
    "une histoire d'amour, mais rien d'américain": {"genres": ROMANCE, "without_countries": ("US",)},
    "je voudrais pleurer devant un drame espagnol": {"genres": DRAMA, "countries": ("ES",)},
    "un polar après 2010": {"genres": CRIME, "years": ((2011, ANY_LATER),)},
    "quelque chose comme Amélie": {"like": ("amelie-2001",)},
    "une pépite méconnue du Brésil": {"countries": ("BR",)},
}
SPANISH: dict[str, dict[str, Any]] = {
    "una película de terror coreana": {"kind": FILM, "genres": HORROR, "countries": ("KR",)},
    "comedias españolas de los 70 u 80": {
        "genres": COMEDY,
        "countries": ("ES",),
        "years": (THE_70S, THE_80S),
    },
    "quiero una serie policíaca sueca": {"kind": SERIES, "genres": CRIME, "countries": ("SE",)},
    "nada de superhéroes, por favor, algo de ciencia ficción": {
        "genres": SCIENCE_FICTION,
        "without_keywords": ("superhero",),
    },
    "un documental de menos de 90 minutos": {"genres": DOCUMENTARY, "runtime": (0, 90)},
    "dibujos animados japoneses para niños": {
        "genres": ANIMATION,
        "countries": ("JP",),
        "for_children": True,
    },
    "una de guerra rusa, anterior a 1980": {"genres": WAR, "countries": ("RU", "SU"), "years": ((0, 1979),)},
    "una historia de amor pero sin final feliz": {"genres": ROMANCE},
    "una comedia argentina, sin nada de violencia": {
        "genres": COMEDY,
        "countries": ("AR",),
        "without_keywords": ("violent", "gory"),
    },
    "película de Almodóvar": {"kind": FILM, "people": ("Pedro Almodóvar",)},
    "tres películas del oeste": {"count": 3, "genres": WESTERN},
    "no quiero dramas, quiero reírme": {"without_genres": DRAMA, "genres": COMEDY},
    "nada de cine negro, una comedia mexicana": {"genres": COMEDY, "countries": ("MX",)},
    "algo como Parasite pero de Japón": {"like": ("parasite-2019",), "countries": ("JP",)},
    "películas de los últimos diez años sobre viajes en el tiempo": {"years": ((2016, ANY_LATER),)},
}
ITALIAN: dict[str, dict[str, Any]] = {
    "un film comico italiano degli anni '60": {"genres": COMEDY, "countries": ("IT",), "years": (THE_60S,)},
    "vorrei un horror coreano, ma niente zombie": {
        "genres": HORROR,
        "countries": ("KR",),
        "without_keywords": ("zombies",),
    },
    "cerco una serie poliziesca danese": {"kind": SERIES, "genres": CRIME, "countries": ("DK",)},
    "un film di fantascienza dopo il 2010": {"genres": SCIENCE_FICTION, "years": ((2011, ANY_LATER),)},
    "cartoni animati giapponesi per bambini": {
        "genres": ANIMATION,
        "countries": ("JP",),
        "for_children": True,
    },
    "un documentario di meno di 90 minuti": {"genres": DOCUMENTARY, "runtime": (0, 90)},
    "niente film americani, una commedia per favore": {"genres": COMEDY, "without_countries": ("US",)},
    "una storia d'amore francese": {"genres": ROMANCE, "countries": ("FR",)},
    "un film di guerra prima del 1970": {"genres": WAR, "years": ((0, 1969),)},
    "tre film italiani con Sophia Loren": {"count": 3, "people": ("Sophia Loren",)},
    "un giallo spagnolo, non troppo lungo": {"genres": CRIME, "countries": ("ES",), "runtime": (0, 125)},
    "voglio ridere, senza violenza": {"genres": COMEDY, "without_keywords": ("violent", "gory")},
    "un capolavoro svedese in bianco e nero": {"countries": ("SE",)},
}
PORTUGUESE: dict[str, dict[str, Any]] = {
    "sem filmes de guerra, uma comédia": {"genres": COMEDY, "without_genres": WAR},
    "um filme brasileiro dos anos 90": {"kind": FILM, "countries": ("BR",), "years": (THE_90S,)},
    "quero um filme de terror coreano": {"genres": HORROR, "countries": ("KR",)},
    "uma série policial sueca": {"kind": SERIES, "genres": CRIME, "countries": ("SE",)},
    "um documentário com menos de 90 minutos": {"genres": DOCUMENTARY, "runtime": (0, 90)},
    "desenho animado japonês para crianças": {
        "genres": ANIMATION,
        "countries": ("JP",),
        "for_children": True,
    },
    "comédia romântica, nada de drama": {"genres": (("romance",), ("comedy",)), "without_genres": DRAMA},
    "ficção científica depois de 2010": {"genres": SCIENCE_FICTION, "years": ((2011, ANY_LATER),)},
    "três filmes italianos antes de 1970": {"count": 3, "countries": ("IT",), "years": ((0, 1969),)},
    "uma história de amor francesa sem violência": {
        "genres": ROMANCE,
        "countries": ("FR",),
        "without_keywords": ("violent", "gory"),
    },
    "um faroeste dos anos 60 ou 70": {"genres": WESTERN, "years": (THE_60S, THE_70S)},
    "não quero terror, quero rir": {"without_genres": HORROR, "genres": COMEDY},
}
ORIGINS_AND_KINDS: dict[str, dict[str, Any]] = {
    "anything not American": {"without_countries": ("US",)},
    "a crime film in any language but English": {"genres": CRIME, "without_languages": ("en",)},
    "Danish or Swedish crime series": {"kind": SERIES, "countries": ("DK", "SE")},
    "something from Australia or New Zealand": {"countries": ("AU", "NZ")},
    "in Spanish, for learning": {"languages": ("es",)},
    "Soviet films": {"kind": FILM, "countries": ("SU",), "years": ((0, 1991),)},
    "a film from the USSR, from the sixties": {"countries": ("SU",), "years": (THE_60S,)},
    "a movie like the series Dark": {"kind": FILM, "like": ("dark-2017",)},
    "a series like the film Heat": {"kind": SERIES, "like": ("heat-1995",)},
    "sitcom with episodes of 20 minutes": {"kind": SERIES, "runtime": (5, 35)},
    "an anime series with one season": {"kind": SERIES, "genres": ANIMATION},
    "docuseries about nature": {"kind": SERIES, "genres": DOCUMENTARY},
    "no films about war": {"kind": None, "without_genres": WAR},
    "subtitles are fine, a French comedy": {"genres": COMEDY, "countries": ("FR",)},
}
PEOPLE: dict[str, dict[str, Any]] = {
    "Scorsese, but not a crime film": {"people": ("Martin Scorsese",), "without_genres": CRIME},
    "something with Emma Thompson": {"people": ("Emma Thompson",)},
    "with Tom Hanks and Meg Ryan": {"people": ("Tom Hanks", "Meg Ryan")},
    "Kubrik films": {"people": ("Stanley Kubrick",)},
    "anything by Tarrantino": {"people": ("Quentin Tarantino",)},
    "something by Ozu": {"people": ("Yasujirō Ozu",)},
    "the Coens, but no westerns": {"people": ("Joel Coen",), "without_genres": WESTERN},
    "a Chaplin": {"people": ("Charles Chaplin",)},
    "a western, nothing by Tarantino": {"genres": WESTERN, "without_people": ("Quentin Tarantino",)},
    "a thriller by Hitchcok": {"genres": THRILLER, "people": ("Alfred Hitchcock",)},
    "a war film by Spielburg": {"genres": WAR, "people": ("Steven Spielberg",)},
    "a drama with Tilda Swindon": {"genres": DRAMA, "people": ("Tilda Swinton",)},
}
# Wish → the beginning of the ids of which none may be offered, and how many those are at least.
RULED_OUT: dict[str, tuple[str, int]] = {
    "fantasy adventure, but please no Harry Potter": ("harry-potter", 8),
    "fantasy, no harry potter": ("harry-potter", 8),
    "spy movie without James Bond": ("skyfall", 1),
    "spy film, no james bond": ("goldfinger", 1),
    "a heist film, we know the oceans films": ("oceans-eleven-2001", 1),
    "three comedies, i only know monty python so not those": ("monty-python", 3),
    "space opera, not Star Wars": ("star-wars", 5),
    "an action film but no Mission Impossible": ("mission-impossible", 3),
    "fantasy, just no lord of the rings": ("the-lord-of-the-rings", 3),
    "gritty british crime series? finished sherlock last week": ("sherlock-2010", 1),
    "we've rewatched friends to death, another sitcom": ("friends-1994", 1),
    "anime series, but no one piece": ("one-piece", 1),
    "anime series, no naruto": ("naruto", 1),
    "cartoons for the kids, no Toy Story": ("toy-story", 3),
    "loved both Blade Runners": ("blade-runner", 2),
}
WISHES = GERMAN | FRENCH | SPANISH | ITALIAN | PORTUGUESE | ORIGINS_AND_KINDS | PEOPLE


@pytest.mark.parametrize(("text", "fields"), WISHES.items(), ids=list(WISHES))
def test_a_sentence_asks_for(library: Library, text: str, fields: dict[str, Any]) -> None:
    wish = understand(text, library.vocabulary)
    assert {
        name: getattr(wish, name)[: len(value)] if isinstance(value, tuple) else getattr(wish, name)
        for name, value in fields.items()
    } == fields


@pytest.mark.parametrize(("text", "expected"), RULED_OUT.items(), ids=list(RULED_OUT))
def test_every_part_of_what_is_ruled_out_by_name_is_kept_out(
    library: Library, text: str, expected: tuple[str, int]
) -> None:
    beginning, fewest = expected
    excluded = [each for each in understand(text, library.vocabulary).excluded if each.startswith(beginning)]
    parts = [title.title_id for title in library.titles if title.title_id.startswith(beginning)]
    assert len(excluded) >= fewest
    assert set(excluded) == set(parts)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("ein lustiger Film für heute", "german"),
        ("un film drôle pour ce soir", "french"),
        ("una película divertida para hoy", "spanish"),
        ("un film divertente per stasera", "italian"),
        ("um filme engraçado para hoje", "portuguese"),
        ("the film La La Land", None),
        ("I want La Haine and Das Boot", None),
        ("a dark comedy please", None),
        ("Les Mis", None),
        ("film noir please", None),
    ],
)
def test_the_language_of_a_sentence_is_told_by_its_words(text: str, language: str | None) -> None:
    assert language_of(fold(text).split()) == language
