"""What points at titles shown, "the second one", "the rest", "it": only words, over folded text."""

from __future__ import annotations

import re

ALL_SHOWN = re.compile(
    r"(?:all (?:of )?(?:them|those|these)|them all|(?:all|every one) of (?:them|those|these)|both(?: of (?:them|those|these))?(?! (?:the|number|\d)\b)|all (?:two|three|four|five)"
    r"|those|these|them|everything(?: you (?:showed|suggested|listed))?(?! (?:on|by|from|with|in|about|that|else|i|he|she|they)\b)|(?:the )?(?:whole )?lot)\b"
)
# Whatever is shown beside the titles that the message names: "loved the second, hated the rest".
REST = re.compile(
    r"(?:all )?(?:the )?(?:rest|others|(?:two|three) others|other (?:ones|two|three|films|movies|shows|series)|remaining(?: ones)?|everything else)"
    r"(?: of (?:them|those|these))?\b"
)
# "Great, not the others": the others are not.
BUT_NOT = re.compile(rf"\b(?:(?:but|and) )?(?:not (?:so much )?|just not |only not )(?=(?:{REST.pattern}))")
BOTH = re.compile(r"\bboth\b(?! (?:the|number|\d)\b)")
_OF_THEM = r"(?: one)? of (?:these|those|them|the list|your picks)\b"
NONE_SHOWN = re.compile(
    rf"(?:none|neither|not (?:one|any)|any|a single one){_OF_THEM}|nothing (?:here|on (?:the|this|your) list)\b"
)
SOME_SHOWN = re.compile(
    rf"(?:some|most|many|a few|few|several|half|one|two|three|a couple|a lot|lots){_OF_THEM}"
)
_ORDINALS = (
    "first|1st", "second|2nd|secnd", "third|3rd", "fourth|4th|forth", "fifth|5th", "sixth|6th", "seventh|7th", "eighth|8th",
    "ninth|9th", "tenth|10th",
)  # fmt: skip
ORDINALS = {word: place for place, words in enumerate(_ORDINALS, start=1) for word in words.split("|")}
NUMERALS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
_NOUN = r"(?: (?:one|film|movie|series|show|title|pick|suggestion|recommendation|of (?:them|those|these)))?"
SEVERAL_SHOWN = re.compile(r"(?:the )?(?P<end>first|last) (?P<number>two|three|four|2|3|4)\b(?: ones?)?")
ORDINAL = re.compile(
    rf"(?:the |that |your )?(?P<ordinal>{'|'.join(ORDINALS)}){_NOUN}\b(?! (?:seasons?|half|part|episodes?|time|scene|act|hour|minutes)\b)"
)
LAST_SHOWN = re.compile(rf"(?:the )?(?:very )?last{_NOUN}\b(?! (?:night|week|weekend|year|month|time))")
NUMBERED = re.compile(
    r"(?:(?:number|numbers|no|nr|num|pick|film|movie|option) (?P<named>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)"
    r"|(?P<bare>\d{1,2})(?: one)?)\b"
    r"(?! ?(?:films?|movies?|series|shows?|hours?|hrs?|h|minutes?|mins?|m|times?|years?|seasons?|episodes?|titles?|more|others?|this|of|or less|s|stars?|out of|10)\b)"
)
IT = re.compile(
    r"(?:(?:that|this) (?:film|movie|show|series|one|thing)|it|that|this)\b(?! (?:when|if|kind|sort|time|way)\b)"
)
