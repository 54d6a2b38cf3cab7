"""What says a verdict in a conversation: only words, over folded text (bot.domain.text.fold)."""

from __future__ import annotations

import re

from bot.domain.verdict import VerdictKind

_WHO = r"(?:(?:i|we) )?"
_HOW = r"(?:really |just |absolutely |totally |also |both |all |actually |kinda |quite |already |have |recently |too )*"
# What says a verdict on the titles named after it. `sure` ones are said of nothing else: the others ("I love",
# "I hate") may be said of a genre as well.
VERDICT_CUES: tuple[tuple[re.Pattern[str], VerdictKind, bool], ...] = tuple(
    (re.compile(rf"\b{_WHO}{_HOW}(?:{words})\b"), kind, sure)
    for words, kind, sure in (
        (
            r"(?:didnt|did not|never) (?:really |much |even |particularly |quite )*"
            r"(?:like|liked|love|enjoy|care for|rate|get into|get|finish)|hated|disliked|despised|loathed|detested|regret watching"
            r"|(?:couldnt|could not) (?:stand|finish|get into|get through|bear)|gave up on|walked out of|fell asleep (?:in|during)"
            r"|(?:was |were )?(?:bored by|bored with|let down by|disappointed by|disappointed with)|wasnt (?:into|keen on|a fan of)"
            r"|thumbs down (?:for|to)",
            VerdictKind.DISLIKED,
            True,
        ),
        (
            r"(?:(?:i|we) )(?:dont|do not|cant|cannot) (?:really |much |even )?(?:like|love|enjoy|care for|stand|bear)"
            r"|(?:im |i am )?not (?:really )?(?:a |much of a )?(?:big |huge )?fan of",
            VerdictKind.DISLIKED,
            False,
        ),
        (r"loved|liked|enjoyed|adored|thumbs up (?:for|to)", VerdictKind.LIKED, True),
        (
            r"seen|watched|saw|rewatched|finished|binged|(?:i|we) (?:already )?know",
            VerdictKind.SEEN,
            True,
        ),
        (
            r"(?:my )?(?:all time )?(?:favourites?|favorites?|faves?)(?: (?:film|movie|show|series)s?)?"
            r"(?: of all time| ever)? (?:is|are|was|were|would be|has to be)|(?:im|i am|ive always been) a (?:big |huge |massive )?fan of",
            VerdictKind.LIKED,
            True,
        ),
    )
)  # fmt: skip
# These need somebody who says them: "like Heat" is an example, "I like Heat" a verdict.
PRESENT_CUES: tuple[tuple[re.Pattern[str], VerdictKind], ...] = (
    (
        re.compile(
            r"\b(?:i|we) (?:really |absolutely |totally |also |do |just )*(?:love|like|enjoy|adore|luv)\b"
        ),
        VerdictKind.LIKED,
    ),
    (
        re.compile(
            r"\b(?:i|we) (?:really |absolutely |totally |also |do |just )*(?:hate|dislike|despise|loathe|detest)\b"
        ),
        VerdictKind.DISLIKED,
    ),
)
# Before a cue, these make it say nothing of the person: "somebody who loved Heat", "what I have not seen".
NOT_MINE = re.compile(
    r"(?:who|people|someone|somebody|whoever|everyone|that|not|never|havent|hasnt|dont think ive|like|to|no|would|id|you|youve|what|which"
    r"|if|whether|might|may|should|could|anyone|anybody|nobody)"
    r"(?: (?:have|ever|yet|i|ive|we|weve|already|just))*$"
)
# Before a cue without "I", these say whose verdict it is: "my wife loved Titanic".
OF_OTHERS = re.compile(
    r"\b(?:he|she|they|my \w+|(?:his|her|our|your|the) (?:wife|husband|kids?|children|friends?|parents|family|critics)|friends|critics|kids)"
    r"(?: (?:really|just|all|also|both|absolutely|always|already|has|have|had|hasnt|quite))*$"
)
DEGREE = r"(?:just |really |so |a bit |kinda |kind of |too |pretty |absolutely |very |quite |such |simply |honestly |actually |a |an |the |my )*"
# What says a verdict on the title named before it.
VERDICTS_AFTER: tuple[tuple[re.Pattern[str], VerdictKind], ...] = tuple(
    (re.compile(words), kind)
    for words, kind in (
        # Marks, by the rule of imports: from 70 % on loved, up to 40 % not.
        (r"(?:(?:[789]|10)(?: out of)? 10|[45](?: out of)? 5|[45] stars)\b", VerdictKind.LIKED),
        (r"(?:[0-4](?: out of)? 10|[0-2](?: out of)? 5|[0-2] stars?)\b", VerdictKind.DISLIKED),
        (r"(?:[56](?: out of)? 10|3(?: out of)? 5|3 stars)\b", VerdictKind.SEEN),
        (
            rf"(?:i |we )?(?:was|is|were|are|s) {DEGREE}(?:boring|bored|awful|terrible|bad|crap|rubbish|dull|meh|mid|overrated|disappointing"
            r"|trash|garbage|horrible|mess|stupid|shit|shite|bullshit|not (?:really )?(?:for me|my thing|my cup of tea|good|great)|unwatchable)\b",
            VerdictKind.DISLIKED,
        ),
        (r"(?:isnt|wasnt|not|arent|werent) (?:really )?(?:for me|for us|my thing|my cup of tea)\b", VerdictKind.DISLIKED),
        (
            rf"(?:was|is|were|are|s) {DEGREE}(?:great|amazing|brilliant|fantastic|awesome|excellent|perfect|superb|incredible|wonderful"
            r"|lovely|good|beautiful|masterpiece|best|favourite|favorite|fave|fun|gorgeous|stunning)(?: (?:film|movie|show|series))?\b",
            VerdictKind.LIKED,
        ),
        (
            r"(?:i|ive|we|weve) (?:have )?(?:already |just )*(?:seen|watched|saw|know)\b|(?:already )?(?:seen|watched)\b(?: (?:already|it|that))?",
            VerdictKind.SEEN,
        ),
        (r"(?:i|we) (?:really |absolutely )?(?:loved|liked|enjoyed|adored)\b", VerdictKind.LIKED),
        (r"(?:i|we) (?:really |absolutely )?(?:hated|disliked|didnt like|didnt enjoy|couldnt stand)\b", VerdictKind.DISLIKED),
    )
)  # fmt: skip
# Cues that end so may have what they are said of behind them as well.
VERBS = (
    "seen",
    "watched",
    "saw",
    "know",
    "loved",
    "liked",
    "enjoyed",
    "adored",
    "hated",
    "disliked",
    "like",
    "enjoy",
    "stand",
)
# What may follow a verdict and belongs to it.
TRAILING = re.compile(
    r"(?:\d{1,2}(?: out of)? (?:5|10)|\d{1,2} stars?|a lot|so much|very much|so so much|already|before|too|as well|(?:last|this) (?:night|week|weekend|year|month)|yesterday|twice|recently"
    r"|(?:years|ages) ago|(?:in|at) the (?:cinema|theater|theatre)|though|tho|btw|loads|tbh|once|many times|to bits|to death|by the way|sorry|obviously)\b"
)
# What has not been seen is spoken of, not judged.
NOT_SEEN = re.compile(
    rf"\b{_WHO}(?:havent|have not|hasnt|never|not|didnt|dont (?:think|believe) (?:ive|i have|we have|weve|i)) (?:yet |ever |actually |really )*(?:seen|watched|saw|see|watch|heard of)\b"
)
# "Loved the slow pacing of Arrival", "because it takes its time": why somebody says so.
PART_OF_TITLE = re.compile(r"(?P<note>(?:the |its |how )?(?:\w+ ){1,4}?)(?:in|of|about) ")
BECAUSE = re.compile(r"(?:because|cause|cos|coz|for (?:its|the|how|being))\b")
