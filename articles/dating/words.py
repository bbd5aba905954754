"""The words that dates are written with, as regular expressions and tables. English.

Every expression is anchored to a head word that was found first, or looks at a window of fixed width; none
nests repetitions, so that reading a text takes time linear in its length.
"""

from __future__ import annotations

import re
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from articles.dating.holidays import NAMES

_MONTHS = (
    "january jan/february feb/march mar/april apr/may/june jun/july jul/august aug/september sept sep"
    "/october oct/november nov/december dec"
)
_WEEKDAYS = (
    "monday mon/tuesday tue tues/wednesday wed/thursday thu thur thurs/friday fri/saturday sat/sunday sun"
)


def _numbered(names: str, first: int) -> dict[str, int]:
    return {name: n for n, forms in enumerate(names.split("/"), first) for name in forms.split()}


MONTH_NUMBERS = _numbered(_MONTHS, 1)
WEEKDAY_NUMBERS = _numbered(_WEEKDAYS, 0)
_ONES = "one two three four five six seven eight nine"
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
NUMBER_WORDS = {
    **{word: number for number, word in enumerate(f"{_ONES} {_TEENS}".split(), 1)},
    **{word: 10 * number for number, word in enumerate(_TENS.split(), 2)},
    "a": 1,
    "an": 1,
    "a couple of": 2,
}
_ORDINAL_ONES = "first second third fourth fifth sixth seventh eighth ninth"
_ORDINAL_TEENS = (
    "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
)
ORDINALS = {
    **{word: number for number, word in enumerate(f"{_ORDINAL_ONES} {_ORDINAL_TEENS}".split(), 1)},
    "twentieth": 20,
    "thirtieth": 30,
    "thirty-first": 31,
    **{f"twenty-{word}": 20 + number for number, word in enumerate(_ORDINAL_ONES.split(), 1)},
}

_MONTH = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|JAN|FEB|MAR|APR|JUN|JUL|AUG|SEPT|SEP|OCT|NOV"
    r"|DEC)\b\.?"
)
_WEEKDAY = (
    "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)DAY"
    r"|(?:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\b\.?(?=,? (?:\d|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct"
    r"|Nov|Dec))"
)
_ONE_WORDS = _ONES.replace(" ", "|")
_TEN_WORDS = f"{_TEENS} {_TENS}".replace(" ", "|")
_UNIT = (
    "week|fortnight|month|year|quarter|decade|weekend|day|night|morning|afternoon|evening|century|period|half"
)
_HOLIDAYS = "|".join(
    re.escape(name.title().replace("'S", "'s").replace("Of", "of"))
    .replace("'", "['’]?")
    .replace("St\\ ", "St\\.?\\ ")
    for name in NAMES
)
_SEASON = "spring|summer|autumn|fall|winter|Spring|Summer|Autumn|Fall|Winter"

# Matched where `head_places` says that one may begin.
HEAD = re.compile(
    rf"(?<![\w$€£#])(?:(?P<month>(?:{_MONTH}))(?![a-z])|(?P<weekday>(?:{_WEEKDAY}))(?!s\b|[a-z])"
    r"|(?P<iso>\d{4}/\d\d/\d\d(?![\w/])|\d{4}-\d\d(?:-\d\d)?(?![\w-]|/\d)|\d{4}-\d\d-\d\d(?=T\d\d:))|(?P<numeric>\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d\d)(?![\w/]|\.\d))"
    r"|(?P<decade>(?:1[5-9]|20)\d0['’]?s\b|['’]\d0s\b|(?:twenties|thirties|forties|fifties|sixties"
    r"|seventies|eighties|nineties)\b)"
    r"|(?P<year>(?:1\d|20)\d\d(?!\w|[.,]\d|%))"
    rf"|(?P<spelled>(?:[Nn]ineteen|[Tt]wenty) (?:oh[ -])?(?:{_TEN_WORDS})(?:[- ](?:{_ONE_WORDS}))?\b"
    rf"|(?:year )?two thousand(?: and)?(?: (?:{_ONE_WORDS}|ten|eleven|twelve))?\b(?= *[,.;]|$| \w))"
    rf"|(?P<named>(?:{_HOLIDAYS}|9/11)(?!\w|/|['’]s? ?(?:Day|Eve)))"
    r"|(?P<today>[Tt]oday|[Yy]esterday|[Tt]omorrow|[Tt]onight|TODAY|YESTERDAY|TOMORROW)(?!\w|-)"
    rf"|(?P<season>{_SEASON})\b|(?P<unit>(?:{_UNIT})(?:s|['’]s)?)\b)"
)

_DIGITS = re.compile(r"\d+")
_BEGINNINGS = [
    *(name[:3].title() for name in MONTH_NUMBERS | WEEKDAY_NUMBERS),
    *(name[:3].upper() for name in MONTH_NUMBERS | WEEKDAY_NUMBERS),
    *"today Today TODAY yesterday Yesterday YESTERDAY tomorrow Tomorrow TOMORROW tonight Tonight".split(),
    *_SEASON.split("|"),
    *_UNIT.split("|"),
    *sorted({name.split()[0].title().removesuffix("'S") for name in NAMES}),
    *"nineteen|Nineteen|twenty|Twenty|two thousand".split("|"),
    *"twenties thirties forties fifties sixties seventies eighties nineties".split(),
]


@cache
def _beginnings() -> AhoCorasick:
    return AhoCorasick(sorted(set(_BEGINNINGS)), matchkind=MatchKind.LeftmostFirst)


def head_places(text: str) -> list[int]:
    """The offsets, in order, at which a head of a date may begin: its first letters stand there, or a number."""
    places = [start for _, start, _ in _beginnings().find_matches_as_indexes(text)]
    for digits in _DIGITS.finditer(text):
        start = digits.start()
        places.append(start - 1 if start and text[start - 1] in "'’" else start)
    return sorted(places)


_NUMBER = (
    r"\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty"
    r"|thirty|forty|fifty|a couple of"
)

YEAR_OF_NAMED = re.compile(r",?\s+(?:of\s+|in\s+)?((?:1\d|20)\d\d)(?![\w-]|,\d)")

# What may follow a head (matched at its end).
DAY_AFTER_MONTH = re.compile(
    r"\s+(?:the\s+)?(\d{1,2})(?:st|nd|rd|th)?(?!\w|[.,:]\d|\s*(?:%|percent\b|[ap]\.?m\b))"
    r"(?:\s*(?:-|–|to|through|and(?=\s*\d{1,2}\w{0,2}(?:,\s*\d{4}|[.;)])))\s*(\d{1,2})(?:st|nd|rd|th)?(?![\w/]|[.,:]\d))?(?:(?:,\s*"
    r"|,?\s+(?:of\s+)?)((?:1\d|20)\d\d)(?![\w-]|,\d))?"
)
SPELLED_DAY = re.compile(rf"\s+({'|'.join(sorted(ORDINALS, key=len, reverse=True))})\b")
YEAR_AFTER_MONTH = re.compile(
    r"(?:,?\s+(?:of\s+)?((?:1\d|20)\d\d)(?![\w]|,\d|-\d)|\s+(?:of\s+)?(this|last|next)\s+year\b)"
)
OF_RELATIVE_YEAR = re.compile(r"\s+(?:of\s+)?(this|last|next)\s+year\b(?!['’]s)")
HYPHENED = re.compile(r"(?:^|[^\w.,/:$-])((\d{1,2})-)$")
HYPHENED_YEAR = re.compile(r"-((?:19|20)\d\d)(?![\w-])")
QUARTER_NUMBER = re.compile(r"(?:^|[^\w-])(Q([1-4])(?: of)?[ -])$")
#: a newspaper or broadcast with a weekday in its name, and days that are called so once in a while
PAPER_AFTER = re.compile(
    r"\s+(?:Times|Telegraph|Mirror|Express|Mail|World|People|Post|Herald|Independent|Star|Sun|Tribune|Business|Politics|Show|Age"
    r"|Review|Magazine|Night\s+(?:Live|Football|Lights|Raw))\b"
)
PAPER_BEFORE = re.compile(
    r"\b(?:(?:Mail|Sun|Star|Scotland|Wales) on|News|Super|Black|Bloody|Fat|Ruby|Mothering|Independent on)\s+$"
)
JOINED_CLOSELY = re.compile(r"\s+(?:to|through)\s+|\s*[-–]\s*")
#: what is fixed beforehand: "the vote on Friday will …" is to come, "the win on Friday will …" is not
FIXED_BEFOREHAND = re.compile(
    r"\b(?:vote|hearing|meeting|election|trial|talks|summit|match|game|debate|referendum|session|ceremony|funeral|launch|event"
    r"|conference|sentencing|march|rally|protest|strike|visit|concert|auction)\s+(?:on\s+)?$"
)
WILL_FOLLOWS = re.compile(r"\s+(?:will|won['’]t)\b")
NAME_AFTER = re.compile(r"\s+[A-Z][a-z]")
SPELLED_YEAR_AFTER = re.compile(r",?\s+((?:[Nn]ineteen|[Tt]wenty) [\w-]+)")
MONTH_RANGE = re.compile(rf"\s*(?:-|–|to|through|and)\s*({_MONTH})(?![a-z])(?:,?\s+((?:1\d|20)\d\d)(?!\w))?")
YEAR_RANGE = re.compile(r"\s?[-–/]\s?((?:1\d|20)?\d\d)(?![\w-]|[.,]\d)")
DATE_AFTER_WEEKDAY = re.compile(
    rf",?\s+(?:the\s+)?(?:(?:{_MONTH})\s+(?:\d|\w+(?:th|st|nd|rd)\b)|\d{{1,2}}(?:st|nd|rd"
    rf"|th)?\s+(?:of\s+)?(?:{_MONTH})(?![a-z]))"
)
TIME_OF_DAY = re.compile(r"\s+(?:early\s+|late\s+)?(morning|afternoon|evening|night|noon)\b")
AGO = re.compile(r"\s+(?:or\s+so\s+)?(ago\b|earlier\b(?!\s+than)|before(?=[.,;)]|$))")
LATER = re.compile(r"\s+(?:later\b(?!\s+than)|afterwards?\b|after(?=[.,;)]|$))")
FROM_DAY = re.compile(rf"\s+from\s+(?:(now)\b|(today|tomorrow)\b|({_WEEKDAY})\b)")
AGO_DAY = re.compile(rf"\s+(?:on\s+)?(?:(today)\b|({_WEEKDAY})\b)(?!\s+\d)")
DAY_BESIDE = re.compile(
    r"\s+(?:(before)\s+yesterday\b|(after)\s+tomorrow\b|(before|after|earlier|later)(?=\s*[,.;)\n]|\s*$))"
)
THE_BEFORE = re.compile(r"\bthe\s+$", re.IGNORECASE)
WEEK_AFTER = re.compile(r"\s+(?:of\s+)?(last|next|this)\s+week\b|\s+(week)\b(?!['’]s)")
WEEK_BEFORE = re.compile(r"\b(last|next|this)\s+week,?\s+(?:on\s+)?$", re.IGNORECASE)
DAY_OF_MONTH = re.compile(r",?\s+the\s+(\d{1,2})(?:st|nd|rd|th)\b(?!\s+(?:of|anniversary))")
WEEKEND_CUE = re.compile(r"\b(?:over|at|during|on)\s+(the\s+)$", re.IGNORECASE)
SEASON_YEAR = re.compile(r"(?:\s+of)?,?\s+((?:1\d|20)\d\d|nineteen [\w-]+)(?!\w)")
OF_YEAR = re.compile(
    r"(?:\s+of)\s+(?:fiscal\s+)?((?:1\d|20)\d\d|(?:this|last|next)\s+year)\b|,?\s+((?:1\d|20)\d\d)(?!\w)"
    r"|\s+(a\s+year\s+(?:ago|earlier)|last\s+year)\b"
)
PER = re.compile(r"[-‑]old\b|[-‑](?:long|round|on[-‑]year|over)\b|\s+(?:old|olds)\b")

# What may stand before a head (matched up to its start).
DAY_BEFORE_MONTH = re.compile(
    r"(?:^|[^\w.,/:$-]|, )((?:the\s+)?(\d{1,2})(?:st|nd|rd|th)?(?:\s*(?:-|–|to|and)\s*(\d{1,2})(?:st|nd|rd"
    r"|th)?)?(?:\s+of)?\s+)$"
)
WEEKDAY_BEFORE = re.compile(rf"\b(({_WEEKDAY})\.?,?\s+)$")
PART = re.compile(
    r"\b((?:the\s+)?(?:very\s+)?(early|late|mid|middle|beginning|start|end"
    r"|close)(?:\s+(?:part|days|half|weeks|months))?(?:\s+(?:of|in))?(?:\s+the)?[\s-]+)$",
    re.IGNORECASE,
)
RELATIVE = re.compile(
    r"\b((?:(earlier|later|late|early|mid|sometime|at the end of|by the end of|the end of|at the start of"
    r"|the beginning of|the middle of)[\s-]+(?:in\s+)?)?"
    r"(this\s+(?:past|coming)|last|this|next|the\s+(?:past|previous|coming|following|next|latest|current"
    r"|same|preceding|full)|that|the)\s+(?:fiscal\s+|financial\s+|calendar\s+)?)$",
    re.IGNORECASE,
)
COUNT = re.compile(
    rf"(?:^|[^\w.,$-])((?:(about|around|nearly|almost|roughly|more than|over|some|at"
    rf" least)\s+)?({_NUMBER})\s+)$",
    re.IGNORECASE,
)
QUARTER = re.compile(
    r"(?:^|[^\w-])((?:(?:the|its|their|his|a|this|last|next)\s+)?(?:(?:this|last|next)\s+year['’]s\s+"
    r"|year[- ](?:ago|earlier)\s+|((?:19|20)\d\d)\s+)?(?:(?:fiscal|flat|strong|weak)[\s-]+)?(first|second"
    r"|third|fourth|final|last|latter|1st|2nd|3rd|4th)[\s-]+(?:fiscal\s+)?)$",
    re.IGNORECASE,
)
SAME_QUARTER = re.compile(
    r"(?:^|[^\w-])((?:the\s+|last\s+)?(?:(this|latest|current|recent|most recent|comparable|same"
    r"|corresponding|previous|prior|next)\s+)?(?:(year[- ](?:ago|earlier)|last\s+year['’]s|a\s+year[-"
    r" ]earlier|prior[- ]year)\s+|((?:19|20)\d\d)\s+)?(?:fiscal\s+)?)$",
    re.IGNORECASE,
)
YEAR_BEFORE = re.compile(
    r"\b(?:in|since|by|until|till|from|of|during|year|fiscal|before|after|circa|around|early|late|mid|for"
    r"|through|to|between|and|the|about|FY|until)[\s-]+$",
    re.IGNORECASE,
)
FISCAL = re.compile(r"\b((?:fiscal|calendar|the\s+fiscal)\s+(?:year\s+)?|the\s+year\s+)$", re.IGNORECASE)
NOT_A_YEAR_BEFORE = re.compile(
    r"(?:[$€£¥#/]|\b(?:No|no|nos|Route|Highway|Interstate|Room|Flight|Area|Boeing|Windows|Building|Suite"
    r"|Unit|Model|Channel|Room|Section|Article|page|pages|p|pp|Resolution|UN|US|Rs|A\$|US\$|about|nearly"
    r"|almost|over|than|least|some|up to)\.?)\s?$"
)
NOT_A_YEAR_AFTER = re.compile(
    r"[-‑](?:strong|foot|mile|meter|metre|pound|seat|page|acre|degree|calorie|square)|\s+(?:people|persons"
    r"|troops|men|women|children|miles?|met(?:er|re)s?|feet|foot|pounds?|dollars?|euros?|yuan|yen|francs?"
    r"|marks?"
    r"|shares?|jobs|workers|employees|homes|houses|students|kilomet(?:er|re)s?|km|kg|mg|tons?|tonnes?"
    r"|soldiers|police|officers|votes?|words|copies|barrels|acres|cases|deaths|yards|points|calories|rpm"
    r"|hours|minutes|seconds|days|weeks"
    r"|months|years|hp|horsepower|psi|square|members|patients|residents|families|guests|stores|units|cars"
    r"|vehicles|fans|refugees|migrants|delegates|percent|million|billion|block|MHz|mAh|GMT|hrs|UTC|EST"
    r"|local time)\b"
)
SINCE = re.compile(
    r"\b(since|ever since|until|till|before|prior to|by|after|through|from|up to|as of|as early as"
    r"|starting|beginning|effective)\s+(?:(?:at\s+)?(?:the|about|around|early|late|roughly)\s+){0,2}$",
    re.IGNORECASE,
)
ABOUT = re.compile(
    r"\b(about|around|circa|roughly|approximately|some time in|sometime in|on or about|on or around|or"
    r" about)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
WITHIN = re.compile(r"\bwithin\s+(?:a\s+few\s+)?(?:days|weeks|months)\s+of\s+$", re.IGNORECASE)
MONTH_CUE = re.compile(
    r"\b(?:in|of|last|next|this|since|until|till|by|early|late|mid|through|during|from|to|between|before"
    r"|after|around|about|on|for|and|every|each|past|coming)[\s-]+$",
    re.IGNORECASE,
)
SURE_CUE = re.compile(r"\b(?:[Ii]n|[Ll]ast|[Nn]ext|[Ss]ince|[Uu]ntil|early|late|mid|during)[\s-]+$")
SEASON_CUE = re.compile(
    r"\b((?:in|over|during|by|since|until|through|for|of|before|after|from|late|early|mid)[\s-]+)((?:the\s+)?(?:early\s+|late\s+|coming\s+|past\s+)?)$",
    re.IGNORECASE,
)
REPEATED = re.compile(
    r"\b(?:every|each|most|some|any|per|alternate|on\s+weekdays,)\s+(?:other\s+)?$", re.IGNORECASE
)

CUE = re.compile(
    r"\b(?:(?P<ahead>will|won['’]t|shall|would|scheduled|expects?|expected|plans?|planned|due|upcoming"
    r"|expires?|expiring|matur\w+"
    r"|payable|effective|slated|intends?|starting|beginning|going to|is to|are to|to be|begins?|opens|starts"
    r"|resumes"
    r"|deadline"
    r"|hopes?|may|should|must"
    r"|could|forthcoming|(?:set|ready) (?:to|for)|expir\w+|['’]ll)"
    r"|(?P<back>was|were|had|did|been|last|ago|since|set|said|told|began|became|came|went|made|took|left"
    r"|won|lost|rose|fell|sold|brought|gave|got|kept|knew|led|ran|sat|saw|sought|spoke|stood|wrote|broke|drew|fought|chose"
    r"|bought|held|met|paid|sent|\w{3,}ed))\b"
)
# Verbs in the present that tell of something fixed beforehand: "the talks are on Monday", "they meet on Monday".
SCHEDULED = re.compile(
    r"\b(?:(?:is|are)(?:\s+\w+ing)?|meets?|convenes?|gathers?|arrives?|departs?|returns|airs|debuts|premieres|opens|begins?|starts"
    r"|resumes?|continues|concludes|kicks?\s+off|takes?\s+(?:effect|place)|(?:goes|go|comes?)\s+(?:into\s+(?:effect|force)|to\s+the\s+polls|on\s+sale))"
    r"(?:\s+(?:with|in|at|to|from)\s+(?:the\s+)?[\w’'.-]+)?(?:\s+(?:here|again|separately|early|late))?(?:\s+on)?\s+$"
)
#: "set the hearing for", "scheduled her trial for"
SET_FOR = re.compile(r"\b(?:set|sets|scheduled|fixed|called)\s(?:[\w’'-]+\s){1,6}for\s+$")
WILL = re.compile(r"(?:will|won['’]t|['’]ll|shall)\b")
UP_TO = re.compile(r"\b(?:by|until|till|through)\s+(?:the\s+end\s+of\s+|early\s+|late\s+|mid-)?$")
PAST_PLAN = re.compile(r"\b(?:had(?: previously)? been|was|were|previously)\s+$", re.IGNORECASE)
#: verbs in the past that are no participles, and so belong to no "will be"
PRETERITE = frozenset(
    "was were had did began went came took gave knew ran saw spoke wrote broke drew fell chose rose".split()
)
QUOTE_OVER = re.compile('["”“«»]')
PARTICIPLE = 30  # characters after "will be" or "is expected to be" in which a verb form belongs to it
ENDED = re.compile(r"\bended\s+(?:on\s+)?$")
SENTENCE_BREAK = re.compile(r"[.!?][\"”’')]*\s+(?=[A-Z\"“‘'(])|\n\s*\n|;")
QUARTER_FOLLOWS = re.compile(
    r"(?:['’]s)?[\s-]+(?:(?:ago|earlier)\s+)?(?:(?:fiscal\s+)?(?:first|second|third"
    r"|fourth)[\s-]+)?(?:quarter|period)\b"
)
YEAR_AGO = re.compile(r"[- ](?:ago|earlier)\b")
YEAR_END = re.compile(r"(?:['’]s)?[- ]end\b")
OR_SO = re.compile(r"\s+(?:and a half|or so|or two)\b")
NOT_A_SEASON = re.compile(r"\s+(?:of|from|to|apart|in|on|by|off|behind)\b")
A_YEAR_BEFORE = re.compile(r"year[- ](?:ago|earlier)|last\s+year", re.IGNORECASE)
NEXT_YEAR = re.compile(r"next\s+year", re.IGNORECASE)
PART_OF_A_NUMBER = re.compile(r"(?:\d[,.-]|[:/]|(?<![\w ])[,.]|\d)$")
QUARTER_AFTER_YEAR = re.compile(r"\s+(first|second|third|fourth|final)[\s-]+quarter\b")
SOMEBODYS = re.compile(r"\b(?:his|her|their|my|our|your)\s+(?:early\s+|mid-?\s?|late\s+)?$")
BEFORE_DECADE = re.compile(r"\b(?:the|early|mid|late)[\s-]+$")
JOINED = re.compile(r"\s+(?:to|and|through|until|till)\s+")
FROM = re.compile(r"\b(?:from|between)\s+$", re.IGNORECASE)
IN_OR_ON = re.compile(r"\b(?:in|on)\s+$")
FULL_STOP = re.compile(r"[.!?][\"”’')]*\s+(?=[A-Z\"“‘'(])|\n\s*\n")
