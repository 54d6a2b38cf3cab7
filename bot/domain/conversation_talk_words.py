"""What asks about a title, undoes, begins anew, or is said for its own sake: only words, over folded text."""

from __future__ import annotations

import re

from bot.domain.conversation import SmallTalk, Topic
from bot.domain.conversation_verdict_words import DEGREE

# What asks about the title named after it; the last part must follow the title.
QUESTIONS: tuple[tuple[Topic, re.Pattern[str], re.Pattern[str] | None], ...] = tuple(
    (topic, re.compile(rf"\b(?:{before}) "), re.compile(after) if after else None)
    for topic, before, after in (
        (Topic.ABOUT, "what(?:s| is| are| was)?|so whats|wats|wat is|whats even", r"(?:even |actually |all |really )*about\b"),
        (
            Topic.ABOUT,
            "(?:what|how) about|tell me (?:more |a bit more |something )?about|more (?:info )?(?:about|on)|know more about|describe|(?:plot|story|premise|synopsis|gist) of"
            "|what happens in|summari[sz]e|explain|details (?:on|of|about)|what kind of (?:film|movie|show|series|thing) is|info (?:on|about)",
            "",
        ),
        (Topic.WHY, "why (?:is|was|are|were)", r"(?:here|there|on the list|in (?:the|this) list|for me|a match|good for me)\b"),
        (Topic.WHY, "is|was|are", r"(?:really )?(?:any good|worth (?:it|watching|seeing|my time))\b"),
        (
            Topic.WHY,
            "should (?:i|we) (?:watch|see|try)|why(?: did (?:you|u) (?:pick|choose|suggest|recommend|show|list|give)(?: me)?| (?:would|will|should|might) i (?:like|love|enjoy|watch|see)"
            "| suggest| recommend| pick| choose| do you think id like|'?s)?|how come|reason for|whats with|how does",
            "",
        ),
        (Topic.LENGTH, "how long (?:is|are|was|does)|(?:running time|runtime|length|duration) of|how many minutes (?:is|are)", ""),
        (Topic.YEAR, "when (?:was|is|did|were)|how old is|(?:what|which) year (?:is|was|did)|year of|release date of", ""),
        (
            Topic.MAKERS,
            "who(?:s|se| is| was)? ?(?:directed|made|wrote|created|did|the director of|behind|the maker of|filmed)|director of|who is the director of",
            "",
        ),
        (
            Topic.CAST,
            "who(?:s| is| are| plays| stars| acts| was)? (?:in|starring in)|(?:cast|actors|stars) (?:of|in)|who (?:stars|plays|acts) in",
            "",
        ),
        (Topic.KIND, "is|was|are", r"(?:a |an )?(?:(?:film|movie) or (?:a )?(?:series|show)|(?:film|movie|series|tv show|show|documentary|miniseries))\b"),
        (Topic.ORIGIN, "where(?:s| is| was)|(?:what|which) (?:language|country) (?:is|are|was)", ""),
        (Topic.MOOD, r"how (?:\w+) is|is|are|was", rf"{DEGREE}(?:that |very |overly |more of )*(?P<mood>[a-z]+)(?: (?:enough|at all|or not|for (?:kids|children|a \w+)))?$"),
        (Topic.MOOD, r"how (?!long|old|many|much|about|come|does)[a-z]+ (?:is|are|was)", ""),
        (Topic.MOOD, "is|are|would|can", r"(?:ok|okay|good|suitable|fine|appropriate|safe)? ?(?:for|with) (?:the |my )?(?:kids|children|family|\d+ year olds?|a \d+ year old)\b"),
    )
)  # fmt: skip
# A question that stands alone is about all that is shown, or what was spoken of last.
BARE_QUESTIONS: tuple[tuple[Topic, re.Pattern[str]], ...] = (
    (
        Topic.WHY,
        re.compile(
            r"^(?:but |and |ok |okay )?why(?: though| tho| (?:these|those|them|this|that))?$|^how come$"
        ),
    ),
    (Topic.ABOUT, re.compile(r"^(?:tell me more|more info|details|more details)(?: please| pls)?$")),
)
STARTS_OVER = re.compile(
    r"\b(?:(?:lets |can we )?(?:start|begin) (?:over|again|afresh|fresh|anew|new|from scratch)|(?:new|fresh) (?:search|topic|conversation|start|chat)|clean slate"
    r"|from scratch|forget (?:it|that|this|all (?:of )?(?:that|this)|everything|all|what i (?:said|wanted)|about (?:it|that|this|all that))(?! i (?:\w+ )?(?:loved|liked|enjoyed|hated|disliked|saw|seen|watched)\b)"
    r"|never ?mind(?: that| it| all that)?|nevermind|nvm|(?:reset|restart|clear)(?: (?:it|this|that|everything|all|please|the (?:chat|conversation|search)))?$)\b"
)
UNDOES = re.compile(
    r"\b(?:undo(?: (?:that|it|this|the last(?: one)?|last))?|(?:i )?(?:take|took|taking) (?:that|it|this) back|scratch that|(?:i )?didnt mean (?:that|it|to)"
    r"|that was (?:wrong|a mistake|an accident)|my mistake|wait no|oops|(?:no )?actually i (?:havent|have not|didnt|did not)(?: (?:seen|see|watched|watch|like|liked))?"
    r"(?: (?:it|that|that one|them))?|wrong one)\b"
)
# What commands do is not done by talking: these are told which.
COMMANDS: tuple[tuple[SmallTalk, re.Pattern[str]], ...] = (
    (SmallTalk.WATCHLIST, re.compile(r"\b(?:my|the) watch ?list\b|^watch ?list$|\bwatch later\b")),
    (
        SmallTalk.KNOWN,
        re.compile(
            r"\b(?:what (?:do|did) (?:you|u) (?:know|remember|store|keep|save)(?: (?:about|of|on) (?:me|my taste))?$|(?:show )?my (?:taste|likes|history|data|profile)$"
            r"|(?:forget|delete) (?:me|my data|all my data|everything about me|everything you know)\b)"
        ),
    ),
)
_STRONGLY = (
    r"(?:so |such |really |very |fucking |totally |just |a |an |the |bloody |absolutely |dumb |stupid )*"
)
_ABUSE = (
    r"(?:stupid|dumb|dumbass|idiot|idiotic|moron|moronic|useless|worthless|pathetic|trash|garbage|shit|shitty|bullshit|crap|crappy"
    r"|asshole|bastard|bitch|loser|clown|imbecile|retard|retarded|annoying|ugly|worst bot|bad bot|fool)"
)
SMALL_TALK: tuple[tuple[SmallTalk, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"(?:{words})(?!\S)"))
    for kind, words in (
        (
            SmallTalk.HELP,
            r"help(?: me)?(?: please| pls)?$|(?:what|wat) (?:can|do) (?:you|u) do|how (?:does|do) (?:this|it|you|u|i use (?:this|you|it))(?: thing| bot)?(?: work)?|who are (?:you|u)|what are (?:you|u)"
            r"|what is this|commands|instructions$|how to use (?:this|you|it)",
        ),
        (
            SmallTalk.GREETING,
            r"(?:hi|hello|hey|heya|hiya|yo|howdy|sup|hallo|hola|bonjour|ciao|moin|servus|salut|good (?:morning|evening|afternoon|day)|greetings)"
            r"(?: (?:there|again|bot|matinee|everyone|you|all))*(?: (?:how are (?:you|u)(?: doing)?|hows it going|whats up|what s up))?|how are (?:you|u)(?: doing)?|whats up|hows it going",
        ),
        (
            SmallTalk.THANKS,
            r"(?:many |ok |okay |great |cool |perfect |nice |awesome )*(?:thanks|thank (?:you|u)|thx|thnx|ty|tysm|cheers|merci|danke|gracias|grazie)(?: (?:so much|a lot|very much|a bunch|again|man|mate|bot|for that|for the tips?|everyone))*"
            r"|much appreciated",
        ),
        (SmallTalk.FAREWELL, r"(?:good ?bye|bye|byebye|bye bye|good ?night|gn|see (?:you|ya|u)|cya|later|talk later|ttyl|ciao ciao|gotta go|im off)(?: (?:then|now|later|bot|all))*"),
        (
            SmallTalk.PRAISE,
            r"(?:ok |okay |alright |cool |great |then )*(?:yes please|ill (?:watch|try|take|go with|go for|check) (?:that|it|one|them|the \w+)(?: one)?(?: tonight| out)?"
            r"|(?:the \w+|number \w+|\d)(?: one)? it is(?: then)?"
            r"|(?:the |that |number )?\w+(?: one)? (?:looks|sounds) (?:really |very |so |pretty )?(?:great|good|nice|cool|interesting|fun|amazing|perfect|promising))"
            r"|(?:(?:oh |ooh |wow |haha |yes |ok |okay |really |very |that |this |it |sounds |looks |is |was |are |all |those |these |thats |a |such a |what a )*"
            r"(?:great|nice|cool|perfect|awesome|good|excellent|brilliant|amazing|lovely|sweet|sounds good|love it|love these|love them|lol|haha|hahaha|ok|okay|yes|yep|yeah|yup|sure|got it|fine|alright|wow|right|deal|gotcha|k|kk|done)"
            r"(?: (?:one|ones|picks?|choices?|list|job|bot|suggestions?|idea|ideas|call|stuff|enough|then))*(?: ill (?:watch|try|take|go with|check) (?:that|it|one|them)(?: one)?(?: tonight| out)?)?)+",
        ),
        (
            SmallTalk.INSULT,
            rf"(?:(?:you|u|ya)(?:re| are|r)? |ur |what an? |such an? |(?:(?:the |this |that )?(?:bot|thing|app|list)|this|that|it|these|those|they) (?:is|are|was|were) )?{_STRONGLY}{_ABUSE}(?: (?:bot|machine|robot|ai|thing|list|program))?(?: ever)?"
            r"|(?:oh )?(?:fuck|screw|damn) (?:you|u|off|this|it|that|this shit)(?: (?:bot|too))?|(?:you|u|this|that|it|this bot) (?:really |totally |all )?sucks?(?: at this| ass| balls)?|shut (?:up|it)|go (?:to hell|away|die)|get lost"
            r"|(?:wtf|what the (?:fuck|hell))(?: (?:is|was) (?:this|that))?|piss off|kill yourself|i hate (?:you|u|this bot)|(?:you|u)(?:re| are)? (?:the )?worst(?: bot)?(?: ever)?",
        ),
    )
)  # fmt: skip
# What is left of a question behind its title.
QUESTION_TRAILING = re.compile(
    r"(?:come out|came out|released|made|filmed|about|from|in|set|again|exactly|please|pls|though|tho|then|of all things|on (?:the|this|my) list|here|for me)\b"
)
