"""What people tell of themselves beside a wish: their job, their club, their garden. None of it is asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.domain import vocabulary as known
from bot.domain.wish_token import Token
from bot.domain.wish_tokens import Words

_GROUPS = (
    "club|class|classes|seminar|course|lessons?|quiz|teacher|exam|essay|homework|degree|studies|practice|rehearsal|circle|project"
    "|assignment|evening class|society|group|thesis|lecture|module|student|students|marathon|thing|challenge|podcast|blog"
)
_ASIDES = re.compile(
    rf"\b(?:(?:film|cinema|movie|tv|media) (?:history|studies|school|theory)(?: (?:{_GROUPS}))?|(?:film|cinema|movie|tv|book|pub|quiz) (?:club|seminar|class|course|quiz|festival|buff|society)"
    rf"|(?:my|our) (?:[a-z]+ ){{1,2}}(?:{_GROUPS})"
    r"|(?:when|since|while|before) (?:i|we|she|he) (?:was|were|am|are|go|went)(?: still)?(?: (?:a|an|just|so|very))*(?: (?:child|kid|children|kids|young|little|small|student|teenager|boy|girl|at school|in school|in college|work|to bed|to school))+(?! film| movie)"
    r"|(?:as|im|i am|still) a (?:child|kid|teenager|student|teacher|nurse|doctor|lawyer|cop|musician|film student)|kids? at heart"
    r"|(?:i|we|she|he) (?:have to |has to |gotta |must )?works? (?:early|late|tomorrow|nights|shifts|from home|all day|too much)|(?:(?<!set )at|from|off|after|before|for) work"
    r"|(?:my|our|his|her|their) best (?:friends?|mates?|budd(?:y|ies)|pals?|man)|(?:flying|travelling|traveling|driving|going|moving) (?:back )?to (?!a |the (?:cinema|movies))[a-z]+(?: (?:tonight|today|tomorrow))?|to (?:kill|pass) (?:the |some )?time"
    r"|(?:my|our) (?:teen|teenage|adult|grown|grown up) (?:sons?|daughters?|kids?|children|boys?|girls?|nephews?|nieces?|brothers?|sisters?)|(?<=think )about (?:work|anything|my [a-z]+)|with (?:my|our) (?:[a-z]+ ){0,3}friends|(?:my|our) (?:ex|boss|job|office|house|flat|garden|sofa|couch|cat|dog|car|school|college|university|town|village|city|band|team|wedding|birthday|eyes|phone|tv)"
    r"|(?:i|we) (?:got|had|have) (?:married|divorced|dumped|fired)|any language|every language|other languages|(?:it all |that |everything )?counts|for once|weve|no (?:school|work)(?= (?:today|tonight|tomorrow|this|so)\b)|nerds?|buffs?|geeks?|fanatics?|addicts?|lovers?(?= (?:here|myself))|junkies?"
    r"|double (?:bill|feature)|on reddit|read the theories|good night|sunday morning|saturday morning|worn out|eyes? are too bad for)\b"
)
_POSSESSIVES = frozenset("my our your".split())
# The first person tells of the asker; he and she may be people of the plot.
_TELLERS = frozenset("i im ive id my we our weve were granny grandma grandpa finally asleep".split())
_WISHING = frozenset(
    "want wants need needs like likes love loves looking fancy fancies craving crave mood show give find recommend suggest watch see hear hoping hope"
    " prefer feel feeling something anything about with film films movie movies series shows after".split()
)


def leave_out_asides(words: Words) -> None:
    """Take out of a wish what tells of the asker: "for my film history seminar", "when I was a child"."""
    for match in _ASIDES.finditer(words.unused):
        run = words.within(*match.span())
        if not any(token.after_boundary for token in run[1:]):
            words.use(*match.span())


def is_told(tokens: Sequence[Token], i: int) -> bool:
    """Whether word `i` belongs to what somebody tells beside the wish: "the twins are asleep and I'm worn out"."""
    if i and tokens[i - 1].text in _POSSESSIVES:
        return True
    first = i
    while first > 0 and not tokens[first].after_boundary:
        first -= 1
    last = i + 1
    while last < len(tokens) and not tokens[last].after_boundary:
        last += 1
    clause = {token.text for token in tokens[first:last]}
    return (
        not clause.isdisjoint(_TELLERS)
        and clause.isdisjoint(_WISHING)
        and clause.isdisjoint(known.GENRE_WORDS)
    )
