"""How people say what they do not want, what they would not mind, and what they have seen: only words, folded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum

from bot.domain.word_table import phrases_of

# So many words after it a negator reaches at most.
LONGEST_SCOPE = 12
NEGATORS = frozenset(
    "no not never without nothing none isnt arent dont doesnt wasnt wont shouldnt mustnt didnt avoid avoiding except"
    " excluding excepting barring minus less hate hates hated loathe loathes loathed despise despises detest detests dislike"
    " dislikes skip ditch sans zero neither nor non nobody veto vetoed vetoes outgrown refuse refuses aint dread dreads"
    " forget besides".split()
)
REJECTING = phrases_of("""
anything but, everything but, anything except, everything except, all but, other than, rather than, instead of, free of,
as opposed to, the opposite of, opposite of, apart from, aside from, except for, with the exception of, save for, bar the,
sick of, sick to death of, sick and tired of, tired of, bored of, bored with, bored by, bored to death by, weary of, wary of,
enough of, had enough of, had it with, had it up to here with, up to here with, had my fill of, had our fill of, fed up with,
fed up of, over dosed on, overdosed on, had too much, had too many, too much, too many, seen enough, watched enough,
done with, through with, so over, im over, were over, grown out of, grew out of, no more, no longer,
allergic to, phobic about, phobia of, squeamish about, afraid of, scared of, frightened of, terrified of, put off by, grossed out by,
averse to, an aversion to, object to, objects to, leave out, leaves out, leaving out, leave aside, cut out, rule out, rules out,
ruling out, stay away from, keep away from, stay clear of, steer clear of, steer away from, shy away from, spare me, spare us, spare her,
spare him, save me from, save us from, keep me away from, keep us away from, hold the, hold all the, lose the, ditch the, drop the,
skip the, skip all the, cut the, go easy on, easy on the, dont care for, doesnt care for, dont much care for, didnt care for,
dont care much for, never cared for, have no time for, cringe at, faint at, faints at, nightmares from, nightmares about, nightmares
of, far from, forget about, cant stand, cant bear, cant take, cant handle, cant stomach, cant abide, cant deal with, cant cope with, cant do,
cant watch, cant face, cant tolerate, cant hack, cant sit through, cant be bothered with, cant be doing with, cant get into, cant with,
cannot stand, cannot bear, cannot take, cannot handle, cannot stomach, cannot abide, cannot deal with, cannot watch, cannot face,
can not stand, can not bear, cant even, couldnt stand, couldnt bear, couldnt take, couldnt handle, could do without, can do without,
rather not, not into, not in the mood for, not up for
""")
# Of what comes after these more is wanted, though they have a "no" or a "not" in them.
WELCOMING = phrases_of("""
wouldnt say no to, would not say no to, wont say no to, cant say no to, never say no to, not say no to, wouldnt mind, would not mind,
not averse to, not opposed to, not against, nothing against, no objection to, no objections to, not tired of, never tire of, never get tired of,
cant get enough of, cannot get enough of, cant have enough of, never get enough of, cant go without, cant do without, cant live without, cant resist, nothing beats,
nothing better than, nothing like a, nothing but, wouldnt hurt, dont skimp on, no shortage of, not complaining about, wouldnt refuse,
wouldnt turn down, not scared of, never too much, cant wait for, not without, never without, dont forget the, havent had enough of, not gonna lie, not going to lie,
no lie, wont lie, cant lie, not to be missed, havent seen enough, know nothing about, know nothing of, know nothing from, knows nothing
about, know next to nothing about, know next to nothing of, know next to nothing from, know almost nothing about, know almost nothing
of, know almost nothing from
""")
# A negator that begins one of these denies nothing.
HARMLESS = phrases_of("""
not only, not just, not necessarily, not sure, not bad, less than, dont know, no matter, why not, no idea, no preference, no preferences, less known,
not seen, never seen, never heard, not mainstream, dont have, no one, no longer than, no more than, not more than, not longer than,
no older than, not older than, no earlier than, nothing earlier than, never over, never more than, never longer than, nothing over, nothing longer than, nothing older than, nothing more, nothing less, nobody knows, nobody
has, no rush, no problem, no worries, not too well known, not well known, dont forget, hold on, hold my, never gets old, not over, no less, no limit,
nothing else, nothing specific, nothing special, nothing particular, nothing in particular, not a minute over, not a minute more than,
not a minute longer than, no later than, not later than, nothing later than, nothing newer than, nothing above, not above, cant forget, wont forget, help me forget,
make me forget, forget it, forget everything, forget my, forget the world, forget the day, not fussy, not picky, never watched, never saw, no doubt, didnt sleep, dont judge,
dont laugh, no offence, no offense, never mind, not much time, not feeling well, not feeling great, not feeling good, didnt know, dont worry, no clue, no pressure, nobody
talks about, nobody watched, nobody watches, nobody saw, nobody remembers, nobody i know, nobody talks, never gets, not a day, not many people, not many know,
not many have, not a lot of people, not widely, not everyone, not everybody, not yet, nobody ever, doesnt have long, dont really know, dont remember, not long, nobody else, less
famous, less popular, less obvious, less mainstream, not so famous, not so well known, not so obvious, not obvious, not famous, not popular, isnt obvious, not the obvious, nothing obvious,
not very well known, not that well known, not very famous, lesser known, nothing too obvious, non stop, had no sleep,
nothing happens, not much happens, nothing much happens, besides being, besides that, didnt get, dont want to think, dont have to think, dont need to think, no time to, no plans, no school today, no school tonight, no school tomorrow,
no school this, no school so, no work today, no work tonight, no work tomorrow, no work this, no work so
""")  # fmt: skip
# What comes after these is neither asked for nor ruled out.
INDIFFERENT = phrases_of("""
doesnt matter, does not matter, matters not, not fussed about, not fussy about, not picky about, not bothered about, dont mind, do not mind, doesnt mind, dont care about, dont care if, dont
care whether, dont care, do not care, no matter, fine with, ok with, okay with, not afraid of, doesnt have to be, does not have to be, dont have to be, neednt be, need not be,
doesnt need to be, no need for, no need to be, unless, whether or not, cant decide between
""")
# What comes after these is known already: its names are not to be offered, and the rest says nothing.
KNOWN_ALREADY = tuple(
    tuple(phrase.split())
    for phrase in (
        "ive seen", "ive only seen", "only seen", "i have seen", "weve seen", "we have seen", "ive already seen", "ive watched", "weve watched", "already seen",
        "already watched", "already know", "i know", "we know", "i only know", "we only know", "seen all", "seen every",
        "seen both", "watched all", "watched every", "know all", "seen everything", "knows all", "has seen all", "have seen all",
        "have already seen", "has already seen", "knows every", "know every", "watched everything", "been through all",
    )
)  # fmt: skip
# After a comma these go on with it: "seen all the Bonds, both Kingsmans and Heat".
GOES_ON = frozenset("all both every each and or also".split())
# "Shows I know", "everyone I know": no list of titles follows.
NOT_KNOWN_ALREADY = frozenset(
    "everyone everybody people nobody noone one someone friends films movies do".split()
)
# "Everything famous I've seen": known already, said afterwards.
SEEN_BEFORE = re.compile(
    r"\b(?:everything|all|every|most(?: of)?|half) (?P<what>(?:[a-z0-9]+ ){1,5}?)(?:that )?(?:ive|weve|i have|we have)(?: already| all)? (?:seen|watched)\b"
)
# Words that say that something would be no trouble: "subtitles are fine".
FINE = frozenset("fine ok okay welcome alright".split())
TROUBLES = frozenset(
    "subtitles subs subtitled gore violence budget white silent dubbed rated old long short".split()
)
# Words that end what a negator rules out.
CLOSERS = frozenset(
    "but just please only although however yet preferably ideally because so still something instead rather maybe".split()
)
# "Not quite so bleak", "not nearly so long": this "so" closes nothing.
DEGREES = frozenset("quite nearly exactly really half just".split())
# What ends with these denies nothing that comes after the comma: "90 minutes or less, horror".
ENDS_WITH = frozenset("less never not".split())
# After "and" or a comma, these begin a new thing wanted: "no horror, and from the nineties".
STARTERS = CLOSERS | frozenset(
    "from under over set made with by i we id it its they theyre in about max around within between after before directed".split()
)
LINKS = frozenset({"or", "and", "nor"})
# "No blood and a happy end".
BEGINS_ANEW = frozenset("a an lots plenty more".split())
QUANTIFIERS = frozenset("any every all anything everything anywhere anyone whatever whichever".split())

_WHOM = r"(?:me|us|her|him|them|everyone|(?:my|our|the|her|his) [a-z0-9]+)"
_IS = r"(?:is|are|was|were|be|being|s|re)(?: (?:really|definitely|just|simply|strictly|totally|absolutely|completely|a bit|a little|all|also|usually|probably|so|both|always|firmly|well))*"
_NOT = rf"(?:isnt|arent|aint|wasnt|{_IS} not|{_IS} never)(?: (?:really|exactly|quite|at all|usually))?"
# What rules out the words before it: "action is not what I'm after", "horror is out", "musicals leave me cold".
REJECTED_BEFORE = re.compile(
    rf"\b(?:{_IS} (?:out(?! (?:in|now|on|there|of this))(?: of the question)?|off(?: limits| the (?:menu|table|list|cards))?|banned|forbidden|verboten|taboo|excluded|vetoed"
    rf"|unwelcome|a (?:hard |big |firm )?no(?: go| no| from me)?|no go|too much(?: for {_WHOM})?|a turn off|a dealbreaker|a deal breaker|out for {_WHOM}|too (?!young|old|small|little|tired|busy|late|early|many)[a-z]+ for {_WHOM})\b"
    rf"|{_NOT} (?:what (?:im|i am|i|were|we are|we|shes|hes)(?: (?:after|looking for|in the mood for|want|need|fancy|feel like))?|for (?:{_WHOM}|tonight)"
    rf"|(?:my|our|her|his|their) (?:thing|cup of tea|bag|jam|style|scene|taste|kind of thing|idea of fun|genre)|an option|allowed|wanted|welcome|needed|required|happening|on the (?:menu|table|cards)|invited|tonight)\b"
    rf"|(?:dont|doesnt|do not|does not|never)(?: really| quite)? (?:does? (?:it|anything|much|a lot) for|appeals? to|interests?|works? for|grabs?|agrees? with|thrills?|excites?) {_WHOM}"
    rf"|(?:do|does) nothing for {_WHOM}|(?:leave|leaves) {_WHOM} cold"
    rf"|(?:bore|bores|scare|scares|freak|freaks|annoy|annoys|upset|upsets|irritate|irritates|disgust|disgusts|depress|depresses|terrify|terrifies"
    rf"|frighten|frightens|stress|stresses|creep|creeps|gross|grosses|put|puts|turn|turns|wind|winds) {_WHOM}(?: out| off| up| to death| to tears| senseless)?"
    rf"|(?:give|gives|gave) {_WHOM} (?:the )?(?:nightmares|bad dreams|creeps|ick|a headache|headaches|hives|anxiety|willies)"
    rf"|(?:make|makes) {_WHOM} (?:cringe|sick|ill|queasy|yawn|uncomfortable|anxious|nauseous|dizzy|squirm|roll (?:my|our) eyes|fall asleep)"
    rf"|(?:drive|drives) {_WHOM} (?:mad|crazy|nuts|insane|up the wall)|(?:get|gets) on (?:my|our|her|his) nerves|(?:send|sends) {_WHOM} to sleep"
    rf"|(?:need not|neednt) apply|(?:can|may) (?:wait|stay (?:away|home|at home)|get lost|go away)|be damned|no thanks|no thank you)\b"
)
# What is said so of a pronoun tells of something else; after these it is no judgement but a wish: "a film that scares me".
RELATIVES = frozenset("that which who to will would should could may might can really properly".split())
PRONOUNS = frozenset("it they this that these those she he i we you theyre its".split())
# "If they burst into song, I'm leaving" rules out what stands in the condition.
CONDITION = re.compile(
    r"\bif (?P<what>(?:[a-z0-9]+ ){1,10}?)(?:then )?(?:(?:im|i am|were|shes|hes) (?:leaving|out|off|gone|walking(?: out)?|done|going (?:home|to bed))"
    r"|(?:ill|i will|well|we will|shell|hell|she will|he will|i might|i may) (?:leave|cry|scream|walk(?: out)?|puke|be (?:sick|gone|off)|lose it|go(?: mad)?|turn it off|switch (?:it )?off|die|fall asleep|throw)"
    r"|(?:i|we|she|he|my [a-z0-9]+) (?:leaves?|walks?(?: out)?|screams?|turns? it off|switch(?:es)? off))\b"
)
# "They bore her", "she finds them silly": why something was ruled out, no wish of its own.
GIVES_A_REASON = re.compile(
    r"(?:she|he|i|we|they|my [a-z0-9]+|everyone|everybody)(?: all| always| just| really)? (?:finds?|found|thinks?|thought|considers?|calls?) (?:them|it|that|those|these|theyre|its)\b"
)
# "I'd pick comedy over horror."
PREFERS_OVER = re.compile(
    r"\b(?:prefer|rather (?:have|watch|see)|choose|pick|take|favour|favor|want|like) (?:[a-z0-9]+ ){1,4}?over (?=[a-z]+)(?!(?:a|an|one|two|three|four|five|ninety|half|dinner|the (?:weekend|holidays|top|years))\b)"
)
# "Any film, but make it short": here "but" turns round.
AFTER_TURNING_BUT = frozenset("make keep it can must should also preferably mostly".split())
THAN_WORDS = frozenset({"more", "rather", "sooner"})
# "Slicker than the cops" asks for no cops, "older than the nineties" for years.
COMPARED_WITH = frozenset("the a any my your most usual".split())
COMPARING_NUMBERS = frozenset(
    "older newer shorter longer earlier later other rather fewer under over either".split()
)
FOR_WHOM = frozenset("my our her his their me us him them kids children toddlers".split())
# With whom, and when.
OCCASIONS = frozenset(
    "kids children family parents mum mom dad grandma grandpa grandparents friends girlfriend boyfriend wife husband"
    " halloween christmas easter tonight dinner bedtime".split()
)


class Polarity(Enum):
    """What a phrase does to the words after it."""

    REJECTS = "rejects"
    WELCOMES = "welcomes"
    HARMLESS = "harmless"
    INDIFFERENT = "indifferent"


def _by_first_word() -> Mapping[str, tuple[tuple[tuple[str, ...], Polarity], ...]]:
    """Return the phrases by their first word, the longest first: the longest that fits says what is meant."""
    found: dict[str, list[tuple[tuple[str, ...], Polarity]]] = {}
    for phrases, polarity in (
        (WELCOMING, Polarity.WELCOMES), (HARMLESS, Polarity.HARMLESS), (INDIFFERENT, Polarity.INDIFFERENT),
        (REJECTING, Polarity.REJECTS), (NEGATORS, Polarity.REJECTS),
    ):  # fmt: skip
        for phrase in sorted(phrases):
            words = tuple(phrase.split())
            found.setdefault(words[0], []).append((words, polarity))
    return {first: tuple(sorted(phrases, key=lambda each: -len(each[0]))) for first, phrases in found.items()}


PHRASES = _by_first_word()
