"""A table of utterances, and what each must lead to."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from bot.domain.conversation import SmallTalk, Topic
from bot.domain.title import Kind
from bot.domain.verdict import VerdictKind
from bot.domain.wish import ANY_LATER

LIKED, DISLIKED, SEEN = VerdictKind.LIKED, VerdictKind.DISLIKED, VerdictKind.SEEN
# What the person asked for, and the four titles that stand above what they say next.
WISH = "thoughtful sci-fi tonight"
HER, MOON, SOLARIS, CONTACT = SHOWN = ("her-2013", "moon-2009", "solaris-1972", "contact-1997")
ARRIVAL, HEAT, MATRIX = "arrival-2016", "heat-1995", "the-matrix-1999"
SCI_FI = (("science fiction",),)
ALL_SEEN = dict.fromkeys(SHOWN, SEEN)


@dataclass(frozen=True)
class Leads:
    """What an utterance must lead to; what is not told must not be there.

    `wish` are fields of the wish to be served (None: none is), `adds` the first words of its moods that the
    standing wish has not, and `hides_shown` says that nothing shown before is offered again.
    """

    verdicts: dict[str, VerdictKind] = field(default_factory=dict)
    asks: tuple[tuple[Topic, str], ...] = ()
    wish: dict[str, Any] | None = None
    refines: bool = False
    adds: tuple[str, ...] = ()
    hides_shown: bool = False
    count: int | None = None
    talk: SmallTalk | None = None
    starts_over: bool = False
    undoes: bool = False
    unclear: tuple[str, ...] = ()
    missing: tuple[int, ...] = ()


def new(talk: SmallTalk | None = None, count: int | None = None, **wish: Any) -> Leads:
    """A new wish with these fields."""
    return Leads(wish=wish, talk=talk, count=count)


def changed(*adds: str, hides: bool = False, count: int | None = None, **wish: Any) -> Leads:
    """The standing wish with these fields changed and these moods added."""
    return Leads(wish=wish, refines=True, adds=adds, hides_shown=hides, count=count)


def others(count: int | None = None, **more: Any) -> Leads:
    """The standing wish, without what was shown."""
    return Leads(wish={"genres": SCI_FI}, refines=True, hides_shown=True, count=count, **more)


def told(**verdicts: VerdictKind) -> Leads:
    """Nothing but verdicts; ids are written with underscores."""
    return Leads(verdicts={title_id.replace("_", "-"): kind for title_id, kind in verdicts.items()})


def asked(topic: Topic, *title_ids: str) -> Leads:
    """Nothing but questions."""
    return Leads(asks=tuple((topic, title_id) for title_id in title_ids))


# -- said where nothing stands yet ---------------------------------------------------------------------------

FIRST: dict[str, Leads] = {
    "thoughtful sci-fi tonight": new(genres=SCI_FI),
    "i want smth funny for tonight": new(genres=(("comedy",),)),
    "recommend me a good thriller": new(genres=(("thriller",),)),
    "hey, any good westerns?": new(SmallTalk.GREETING, genres=(("western",),)),
    "like Heat but shorter, three this time": new(count=3, like=(HEAT,), runtime=(0, 105)),
    "something like arrival": new(like=(ARRIVAL,)),
    "a man alone on a boat": new(themes=(("boat",),)),
    "horor but not gory pls": new(genres=(("horror",),), without_keywords=("gory",)),
    "i love horror": new(genres=(("horror",),)),
    "i hate musicals": new(without_genres=(("musical",),)),
    "surprise me": new(),
    "what should i watch": new(),
    "im bored": new(),
    "I loved Arrival, hated Prometheus": told(arrival_2016=LIKED, prometheus_2012=DISLIKED),
    "i loved arival": told(arrival_2016=LIKED),
    "hated promethius": told(prometheus_2012=DISLIKED),
    "i love heat": told(heat_1995=LIKED),
    "seen aliens": told(aliens_1986=SEEN),
    "i liked the first season of True Detective": told(true_detective_2014=LIKED),
    "heat was great": told(heat_1995=LIKED),
    "loved Heat. hated Tenet. seen Alien": told(heat_1995=LIKED, tenet_2020=DISLIKED, alien_1979=SEEN),
    "hated Tenet, I loved Heat": told(tenet_2020=DISLIKED, heat_1995=LIKED),
    "hated Prometheus seen Alien": told(prometheus_2012=DISLIKED, alien_1979=SEEN),
    "Prometheus I hated, Alien I loved": told(prometheus_2012=DISLIKED, alien_1979=LIKED),
    "my wife loved Heat": new(like=(HEAT,)),
    "she hated Heat but I loved it": replace(told(heat_1995=LIKED), wish={}),
    "my wife and I loved Heat": told(heat_1995=LIKED),
    "my brother came by, loved Heat": told(heat_1995=LIKED),
    "has anyone seen Heat?": new(like=(HEAT,)),
    "I might have seen Heat": new(like=(HEAT,)),
    "forget that I liked Heat": new(unlike=(HEAT,)),
    "My favourite movie is Spirited Away": told(spirited_away_2001=LIKED),
    "i really liked parasite and the handmaiden but hated old boy": told(
        parasite_2019=LIKED, the_handmaiden_2016=LIKED, oldboy_2003=DISLIKED
    ),
    'loved "The Lives of Others" and Amelie. hated Amelie actually': told(
        the_lives_of_others_2006=LIKED, amelie_2001=DISLIKED
    ),
    "I've seen Se7en and Pulp Fiction and loved both": told(se7en_1995=LIKED, pulp_fiction_1994=LIKED),
    "couldn't get through Solaris (1972)": told(solaris_1972=DISLIKED),
    "seen the matrix, inception & tenet. want something mind bending": Leads(
        verdicts={MATRIX: SEEN, "inception-2010": SEEN, "tenet-2020": SEEN},
        wish={"keywords": (("mind-bending", "surreal"),)},
    ),
    "the matrix was amazing, anything similar?": Leads(verdicts={MATRIX: LIKED}, wish={"like": (MATRIX,)}),
    "just finished Dark, what next?": Leads(verdicts={"dark-2017": SEEN}, wish={"like": ("dark-2017",)}),
    "loved Arrival because of the slow pacing, something similar": Leads(
        verdicts={ARRIVAL: LIKED}, wish={"like": (ARRIVAL,)}
    ),
    "I've seen Kill Bill": Leads(unclear=("Kill Bill",)),
    "loved Zorbelaxian Nights": Leads(unclear=("Zorbelaxian Nights",)),
    "seen the second one": Leads(missing=(2,)),
    "who directed Heat?": asked(Topic.MAKERS, HEAT),
    "how long is the matrix": asked(Topic.LENGTH, MATRIX),
    "hello there": Leads(talk=SmallTalk.GREETING),
    "help": Leads(talk=SmallTalk.HELP),
    "what can you do?": Leads(talk=SmallTalk.HELP),
    "undo": Leads(undoes=True),
    "I have never seen Heat": asked(Topic.ABOUT, HEAT),
    "I don't think I've seen Heat": asked(Topic.ABOUT, HEAT),
    "is Heat any good?": asked(Topic.WHY, HEAT),
    "should I watch Heat": asked(Topic.WHY, HEAT),
    "I like Tom Hanks": new(people=("Tom Hanks",)),
    "loved The Matrix 10/10": told(the_matrix_1999=LIKED),
    "Arrival: 5 stars, Heat 3/10": told(arrival_2016=LIKED, heat_1995=DISLIKED),
    "Arrival 6/10": told(arrival_2016=SEEN),
    "the second one": Leads(missing=(2,)),
    "hmm not sure": Leads(),
    "": Leads(),
    "?!": Leads(),
}


# -- said below four titles for WISH -------------------------------------------------------------------------

REFINEMENTS: dict[str, Leads] = {
    "something lighter": changed("light-hearted", hides=True, genres=SCI_FI),
    "somthing lighter pls": changed("light-hearted", hides=True, genres=SCI_FI),
    "no, something happier": changed("feel-good", hides=True, genres=SCI_FI),
    "weirder please": changed("surreal", hides=True, genres=SCI_FI),
    "more romantic": changed("romantic", hides=True, genres=SCI_FI),
    "something funnier?": changed("funny", hides=True, genres=SCI_FI),
    "not horror": changed(genres=SCI_FI, without_genres=(("horror",),)),
    "forget horror": changed(genres=SCI_FI, without_genres=(("horror",),)),
    "ok but no animation": changed(genres=SCI_FI, without_genres=(("animation",),)),
    "not sci-fi": changed(genres=(), without_genres=(("science fiction",),), asked="thoughtful"),
    "less violent": changed(hides=True, genres=SCI_FI, without_keywords=("violent", "gory")),
    "too slow": changed(hides=True, genres=SCI_FI, without_keywords=("slow", "slow-burn")),
    "from the 80s instead": changed(genres=SCI_FI, years=((1980, 1989),)),
    "how about the 90s": changed(genres=SCI_FI, years=((1990, 1999),)),
    "newer": changed(hides=True, genres=SCI_FI, era=1.0),
    "older than that": changed(hides=True, genres=SCI_FI, era=-0.8),
    "nothing older than 2000": changed(genres=SCI_FI, years=((2000, ANY_LATER),)),
    "shortr": changed(hides=True, genres=SCI_FI, runtime=(0, 105)),
    "is there anything shorter": changed(hides=True, genres=SCI_FI, runtime=(0, 105)),
    "under 2 hours": changed(genres=SCI_FI, kind=Kind.FILM, runtime=(0, 120)),
    "the second is too long": changed(hides=True, genres=SCI_FI, kind=Kind.FILM, runtime=(0, 125)),
    "only series": changed(genres=SCI_FI, kind=Kind.SERIES),
    "i meant series": changed(genres=SCI_FI, kind=Kind.SERIES),
    "korean ones please": changed(genres=SCI_FI, countries=("KR",), languages=("ko",)),
    "without subtitles": changed(genres=SCI_FI, languages=("en",)),
    "for kids": changed("family-friendly", genres=SCI_FI, for_children=True),
    "with robots": changed(
        genres=SCI_FI, themes=(("robots", "robot", "artificial intelligence", "androids"),)
    ),
    "something with Tom Hanks": changed(genres=SCI_FI, people=("Tom Hanks",)),
    "same director as the second": changed(hides=True, genres=SCI_FI, people=("Duncan Jones",)),
    "make it a comedy": changed(genres=(("comedy",),), asked="thoughtful comedy"),
    "maybe a documentary instead": changed(genres=(("documentary",),)),
    "make it two": changed(genres=SCI_FI, wish_count=2),
    "three this time": changed(genres=SCI_FI, count=3),
    "more like the second": changed(hides=True, genres=SCI_FI, like=(MOON,)),
    "more like number one but darker": changed("bleak", hides=True, genres=SCI_FI, like=(HER,)),
    "nothing like the second": changed(genres=SCI_FI, unlike=(MOON,)),
    "something else": others(),
    "anything else?": others(),
    "none of these": others(),
    "you already showed me that": others(),
    "ugh no": others(),
    "i dont like any of these": others(),
    "nope": others(),
    "not that": others(),
    "more": others(),
    "3 more": others(3),
    "another one": others(1),
    "not the first or the third": others(2),
    "swap the 3rd for something else": others(1),
    "skip number 4": others(1),
}
NEW_WISHES: dict[str, Leads] = {
    "a western": new(genres=(("western",),)),
    "on second thought, a musical": new(genres=(("musical",),)),
    "something like Heat": new(like=(HEAT,)),
    "forget it, i want a comedy": Leads(starts_over=True, wish={"genres": (("comedy",),)}),
}
VERDICTS: dict[str, Leads] = {
    "seen the second one": others(1, verdicts={MOON: SEEN}),
    "ive seen both the first and the third": others(2, verdicts={HER: SEEN, SOLARIS: SEEN}),
    "the first two i've already seen": others(2, verdicts={HER: SEEN, MOON: SEEN}),
    "seen all of them": others(4, verdicts=ALL_SEEN),
    "seen her": others(1, verdicts={HER: SEEN}),
    "i already watched Moon and Contact": others(2, verdicts={MOON: SEEN, CONTACT: SEEN}),
    "didnt like Moon": others(1, verdicts={MOON: DISLIKED}),
    "the third was boring": others(1, verdicts={SOLARIS: DISLIKED}),
    "liked all of them": Leads(verdicts=dict.fromkeys(SHOWN, LIKED)),
    "loved the soundtrack of the second": Leads(verdicts={MOON: LIKED}),
    "loved First Blood": told(first_blood_1982=LIKED),
    "seen The Sixth Sense": told(the_sixth_sense_1999=SEEN),
    "loved Alien 3": told(alien_3_1992=LIKED),
    "seen 3 idiots": told(**{"3_idiots_2009": SEEN}),
    "I loved the first Matrix": told(the_matrix_1999=LIKED),
    "the fifth element was great": told(the_fifth_element_1997=LIKED),
    "hated it": Leads(unclear=("it",)),
    "seen number 7": Leads(missing=(7,)),
}
QUESTIONS: dict[str, Leads] = {
    "why the first?": asked(Topic.WHY, HER),
    "why?": asked(Topic.WHY, *SHOWN),
    "whats the third about?": asked(Topic.ABOUT, SOLARIS),
    "what about the second one": asked(Topic.ABOUT, MOON),
    "tell me more about Contact": asked(Topic.ABOUT, CONTACT),
    "whats the plot of 4": asked(Topic.ABOUT, CONTACT),
    "how long is the first": asked(Topic.LENGTH, HER),
    "when did number 2 come out": asked(Topic.YEAR, MOON),
    "can you tell me who made the first one": asked(Topic.MAKERS, HER),
    "who's in the fourth?": asked(Topic.CAST, CONTACT),
    "is 3 a film or a series?": asked(Topic.KIND, SOLARIS),
    "is the second one scary?": asked(Topic.MOOD, MOON),
    "haven't seen the first, is it sad?": asked(Topic.MOOD, HER),
    "the second one": asked(Topic.ABOUT, MOON),
    "number 7": Leads(missing=(7,)),
    "I haven't seen the second": asked(Topic.ABOUT, MOON),
    "how long is it": Leads(unclear=("it",)),
}
SEVERAL: dict[str, Leads] = {
    "seen the 2nd and 4th, something lighter pls": replace(
        changed("light-hearted", hides=True, genres=SCI_FI), verdicts={MOON: SEEN, CONTACT: SEEN}
    ),
    "loved the last one, more like that": replace(
        changed(hides=True, genres=SCI_FI, like=(CONTACT,)), verdicts={CONTACT: LIKED}
    ),
    "i didnt like the first one but loved the second, more like that one please": replace(
        changed(hides=True, genres=SCI_FI, like=(MOON,)), verdicts={HER: DISLIKED, MOON: LIKED}
    ),
    "hey! loved the first one. something funnier? and why the third": replace(
        changed("funny", hides=True, genres=SCI_FI, like=(HER,)),
        verdicts={HER: LIKED},
        asks=((Topic.WHY, SOLARIS),),
        talk=SmallTalk.GREETING,
    ),
    "seen the second one, and the third. something lighter instead? thx": replace(
        changed("light-hearted", hides=True, genres=SCI_FI),
        verdicts={MOON: SEEN, SOLARIS: SEEN},
        talk=SmallTalk.THANKS,
    ),
    "no horror pls and nothing older than 2000": changed(
        genres=SCI_FI, without_genres=(("horror",),), years=((2000, ANY_LATER),)
    ),
}
AROUND: dict[str, Leads] = {
    "start over": Leads(starts_over=True),
    "never mind": Leads(starts_over=True),
    "undo that": Leads(undoes=True),
    "take that back": Leads(undoes=True),
    "oops, actually i havent seen it": Leads(undoes=True),
    "add Heat to my watchlist": Leads(talk=SmallTalk.WATCHLIST),
    "what do you know about me?": Leads(talk=SmallTalk.KNOWN),
    "seen the first, put the second on my watchlist": Leads(verdicts={HER: SEEN}, talk=SmallTalk.WATCHLIST),
    "thanks!": Leads(talk=SmallTalk.THANKS),
    "cool thanks": Leads(talk=SmallTalk.THANKS),
    "nice ones": Leads(talk=SmallTalk.PRAISE),
    "lol": Leads(talk=SmallTalk.PRAISE),
    "ill watch the first one": Leads(talk=SmallTalk.PRAISE),
    "ok the second one it is": Leads(talk=SmallTalk.PRAISE),
    "first one looks great, thanks!": Leads(talk=SmallTalk.PRAISE),
    "good night": Leads(talk=SmallTalk.FAREWELL),
}
BELOW = {**REFINEMENTS, **NEW_WISHES, **VERDICTS, **QUESTIONS, **SEVERAL, **AROUND}

LIKES_SECOND = {MOON: LIKED} | dict.fromkeys((HER, SOLARIS, CONTACT), DISLIKED)
BELOW |= {
    "loved the second, hated the rest": others(count=3, verdicts=LIKES_SECOND),
    "hated the rest but loved the second": others(count=3, verdicts=LIKES_SECOND),
    "loved Moon, the others were boring": others(count=3, verdicts=LIKES_SECOND),
    "the first and third were great, not the others": others(
        count=2, verdicts={HER: LIKED, SOLARIS: LIKED, MOON: DISLIKED, CONTACT: DISLIKED}
    ),
    "hated the second, the others were great": others(
        count=1, verdicts={MOON: DISLIKED, HER: LIKED, SOLARIS: LIKED, CONTACT: LIKED}
    ),
    "loved the first and the second, both were great": told(her_2013=LIKED, moon_2009=LIKED),
    "liked none of these": others(count=4, verdicts=dict.fromkeys(SHOWN, DISLIKED)),
    "didnt like any of them": others(count=4, verdicts=dict.fromkeys(SHOWN, DISLIKED)),
    "seen none of these": Leads(talk=SmallTalk.PRAISE),
    "i havent seen any of them": Leads(talk=SmallTalk.PRAISE),
    "loved two of them": Leads(unclear=("two of them",)),
    "loved both": Leads(unclear=("both",)),
    "all of them": asked(Topic.ABOUT, *SHOWN),
    "you are stupid": Leads(talk=SmallTalk.INSULT),
    "fuck you": Leads(talk=SmallTalk.INSULT),
    "i liek the secnd one": told(moon_2009=LIKED),
    "hatd the first": others(count=1, verdicts={HER: DISLIKED}),
    "moer liek the third": changed(hides=True, like=(SOLARIS,)),
    "sumthing else": others(),
    "useless bot": Leads(talk=SmallTalk.INSULT),
    "stupid bot, something funny": replace(new(SmallTalk.INSULT), wish={"genres": (("comedy",),)}),
    "a stupid comedy": new(genres=(("comedy",),)),
    "the second was shit": others(count=1, verdicts={MOON: DISLIKED}),
}
