"""What tells a wish, and a change of the last one, from other talk: only words, over folded text."""

from __future__ import annotations

import re

ELSE = re.compile(
    r"\b(?:(?:something|somthing|sumthing|anything|smth|sth|somethin) (?:else|different|other|new)|(?:give|show) me (?:more|others|another|other ones|some others?|different)"
    r"|(?:any |some |the )?others?(?: ones?| options?| suggestions?| films?| movies?| series| shows?| ideas?| picks?)?|another(?: one| film| movie| series| show| idea| pick| suggestion| round| set)?"
    r"|(?:more|different|new|fresh|next) (?:ones?|options?|suggestions?|ideas?|picks?|recs|recommendations|films|movies|shows)|any more|more (?:please|pls|plz)|none of (?:these|those|them)"
    r"|not (?:these|those|them|any of (?:these|those|them))|try again|what else|(?:you )?already (?:showed|suggested|recommended|listed)(?: me)?(?: (?:that|it|those|these|them))?|keep going|keep them coming|reroll|re roll|shuffle|i dont (?:like|want|fancy) (?:these|those|them|any of (?:these|those|them)))\b"
)
ELSE_ALONE = re.compile(
    r"^(?:no|nope|nah|nah nah|meh|more|again|next|next please|pass|no thanks?|not really|ugh|ugh no|more more|and|hmm no|not (?:that|this)(?: one)?|one more|mehh|boring|lame|not feeling it|not feeling (?:these|those|any)|🔁)$"
)
MORE_COUNT = re.compile(
    r"\b(?P<number>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten) (?:more|others?|other ones|different ones|new ones|else)\b"
)
LIKE_SHOWN = re.compile(
    r"\b(?P<cue>(?:(?:some|any|much |a lot |even )?more|something|anything|things?|stuff|films?|movies?|series|shows?|ones?|others|another(?: one)?|similar|closer|exactly|just"
    r"|less|not|nothing|unlike)? ?(?:like|similar to|along the lines of|in the (?:vein|style|spirit) of|as good as)|more of)\b "
)
UNLIKE = re.compile(r"\b(?:less|not|nothing|unlike)\b")
ALIKE = re.compile(
    r"\b(?:similar|like (?:it|that|this|those|these|them|both)|along (?:those|these|the same) lines|in that vein|same (?:vibes?|feel|feeling|mood|style|kind|sort|energy)|more of (?:that|the same)|alike|comparable)\b"
)
NEXT = re.compile(r"\b(?:what next|whats next|what now|next|after (?:that|it)|follow(?: |)up)\b")
# Whatever stands before a wish and says nothing of it.
OPENERS = re.compile(
    r"^(?:(?:on second thoughts?|on reflection|and|but|so|then|also|plus|ok|okay|well|now|hmm+|um+|uh+|oh|ah|please|pls|plz|what about|how about|maybe|perhaps|can (?:you|u|i|we)|could (?:you|u|i|we)|would you|yes|yeah|(?:no|nah|nope)(?=[,.!;])|actually|btw)\b[ ,.!:;-]*)+",
    re.IGNORECASE,
)
# These say that the wish stands and something of it changes.
REFINES = re.compile(
    r"\b(?:instead|this time|rather|same|but|also|too|as well|only|except|still|ones|one of (?:them|those)|make (?:it|that|them)|keep|less|more|bit|little|slightly|even|"
    r"lighter|darker|funnier|scarier|shorter|longer|newer|older|happier|sadder|smarter|heavier|similar|what about|how about|of those|of these|of them|nothing too|not too|add)\b"
)
BEGINS_REFINEMENT = re.compile(
    r"^(?:with|without|from|in|by|but|and|or|not|no|nothing|only|also|just|maybe|instead|plus|except|set|for|on|under|over|before|after|anything|any|too|than|starring|something (?:with|from|in|by|without)|ones?|i meant|preferably|ideally|mind|really)\b"
)
# These ask for a recommendation whatever else is said.
ASKS = re.compile(
    r"\b(?:recommend(?:ation|ations)?|suggest(?:ion|ions)?|surprise|watch|want|wanna|looking|look|find|show me|give me|need|fancy|mood|movie|movies|film|films|series|show|shows|recs?|pick|something|anything|tonight|feel like|up for|bored|whats good|ideas?|what have you got|what next|whats next|what now|next)\b"
)
BEGINS_WISH = re.compile(
    r"^(?:i (?:like|love|want|need|fancy|would like|feel like|am looking)|id like|id love|im (?:looking|in the mood)|looking for|recommend|suggest|find|give me|show me|we (?:want|need)|what should|any good)\b"
)
# A word in the comparative asks for more of what its base asks for.
COMPARATIVES: dict[str, str] = {
    "weirder": "weird", "happier": "happy", "slower": "slow", "faster": "fast", "calmer": "calm", "quieter": "quiet",
    "bloodier": "bloody", "gorier": "gory", "sillier": "silly", "cuter": "cute", "sweeter": "sweet", "deeper": "deep",
    "stranger": "strange", "sexier": "sexy", "grittier": "gritty", "bleaker": "bleak", "tenser": "tense", "gentler": "gentle",
    "cosier": "cosy", "cozier": "cozy", "quirkier": "quirky", "creepier": "creepy", "spookier": "spooky", "trippier": "trippy",
    "cleverer": "clever", "easier": "easy", "grimmer": "grim", "moodier": "moody", "cheerier": "cheerful", "warmer": "heartwarming",
    "softer": "gentle", "quicker": "shorter", "nicer": "feel good", "wittier": "witty", "dreamier": "dreamy", "edgier": "gritty",
    "chiller": "relaxing", "chill": "relaxing", "softcore": "gentle", "braver": "provocative", "madder": "weird", "crazier": "weird",
}  # fmt: skip
# Words of a refinement that describe nothing the searches could look for.
SAYING_NOTHING = re.compile(
    r"\b(?:instead|pls|plz|pleas|thx|thanks|another one|one more|just one|only one|rather|somthing|smth|sth|u|ur|gimme|another|i meant|(?:im |i am )?(?:so )?bored|(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten) (?:more|others?|other ones|different ones|new ones|else)"
    r"|(?:something|anything) (?:else|different|new)|none of (?:these|those|them)|different (?:ones|options)|other (?:ones|options|suggestions)|lol|haha)\b",
    re.IGNORECASE,
)
# A title shown of which something is said that the wish has to heed: "the second is too long".
COMPLAINS = re.compile(
    r"(?:is|was|are|looks?|seems?|feels?|sounds?) (?:a bit |way |just |all |far |much |really |probably )*(?=too |not )"
)
SAME_MAKER = re.compile(
    r"\b(?:by|from|with|same) (?:the )?(?:same )?(?:director|makers?|people|filmmaker|guy)(?: (?:as|of|who made|who directed|behind))?\b"
)
# What was ruled out may come again.
_FINE = r"(?:fine|ok|okay|alright|allowed|welcome|good)(?: (?:with|by|for) (?:me|us))?"
ALLOWS = re.compile(
    rf"^(?:\w+ )??([\w ]+?) (?:is|are|would be) (?:totally |actually )?{_FINE}(?: (?:again|now|too|after all))*$"
    r"|\b(?:allow|include|suggest|show me|show|recommend|bring back) ([\w ]+?) again$"
    r"|\b(?:i|we) (?:dont|do not) mind ([\w ]+?)(?: (?:any ?more|again|now|after all))*$"
)
# "Forget horror" rules it out; "forget it" has been read before.
FORGET = re.compile(r"\bforget (?:about )?(?:the )?", re.IGNORECASE)
# Words that compare length and age with what is shown.
RELATIVE = re.compile(
    r"\b(?:(?:a (?:bit|little)|slightly|much|way|even|somewhat) )?(?:shorter|longer|newer|older|less (?:long|short|old|new)|more (?:recent|modern))\b(?! than (?:\d|the|an?\b|one|two|three|four))",
    re.IGNORECASE,
)
# "No older than ten years" is known to wishes, "nothing older than 2000" is not.
_NOT_OLDER = re.compile(r"\b(?:nothing|not|no|none) older than ((?:the )?(?:\d{4}|\d0s))\b", re.IGNORECASE)
_COMPARATIVE = re.compile(rf"\b(?:{'|'.join(COMPARATIVES)})\b", re.IGNORECASE)


def in_positive(text: str) -> str:
    """Return `text` with the comparatives that wishes do not know in the positive: "weirder" as "weird"."""
    text = _NOT_OLDER.sub(r"from \1 on", text)
    return _COMPARATIVE.sub(lambda match: COMPARATIVES[match.group().lower()], text)
