"""The words that tell a line of page furniture, as patterns and sets.

Each pattern is anchored or searches for fixed words, without nested repetition, so that matching is linear.
English, with the commonest phrases of German, French, Spanish, Portuguese and Italian pages.
"""

from __future__ import annotations

import re

from seeds.cleaning.document import Reason

NETWORKS = frozenset(
    [
        "facebook",
        "twitter",
        "whatsapp",
        "linkedin",
        "reddit",
        "pinterest",
        "flipboard",
        "tumblr",
        "telegram",
        "instagram",
        "youtube",
        "google",
        "googleplus",
        "snapchat",
        "email",
        "mail",
        "print",
        "messenger",
        "stumbleupon",
        "pocket",
        "mix",
        "digg",
        "vkontakte",
        "vk",
        "rss",
        "sms",
        "tweet",
        "fb",
    ]
)
SHARE_WORDS = NETWORKS | frozenset(
    [
        "share",
        "follow",
        "us",
        "on",
        "to",
        "via",
        "with",
        "this",
        "by",
        "story",
        "article",
        "post",
        "send",
        "pin",
        "it",
        "and",
        "copy",
        "link",
        "url",
        "x",
        "e",
        "app",
        "whats",
        "linked",
        "in",
        "plus",
        "feed",
        "feeds",
        "teilen",
        "auf",
        "compartilhar",
        "condividi",
        "partager",
        "sur",
        "compartir",
        "en",
        "no",
        "the",
        "page",
        "me",
        "a",
        "friend",
        "new",
        "window",
        "opens",
        "click",
        "save",
        "more",
        "like",
    ]
)
AGENCIES = (
    r"getty(?: images)?|reuters|associated press|ap photo|ap|afp|shutterstock|alamy|i ?stock(?: ?photo)?"
    r"|unsplash|epa(?:-efe)?"
    r"|bloomberg(?: news)?|pa wire|pa images|pa|xinhua|tass|dpa|ansa|efe|kyodo|yonhap|anadolu|magnum(?:"
    r" photos)?|zuma(?: press)?"
    r"|rex(?: features)?|pixabay|wikimedia(?: commons)?|wikipedia|canadian press|usa today(?: sports)?"
    r"|file photo|nurphoto|corbis"
)


def _lines(pattern: str) -> re.Pattern[str]:
    """The whole line (up to closing marks) is one of these."""
    return re.compile(rf"(?:{pattern})[\s:.!…»›>|→]*$", re.IGNORECASE)


def _starts(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


# (reason, most words a line may have, pattern matched from its start)
RULES: list[tuple[Reason, int, re.Pattern[str]]] = [
    ("advertisement", 12, _lines(
        r"adverti[sz]e?ments?|advertis(?:ing|e(?: with us)?)|ad|advert|sponsored(?: (?:content|links?"
        r"|by))?|supported by|promoted(?: content)?"
        r"|(?:story |article )?continues? (?:reading )?(?:below|after (?:the )?adverti\w+)(?: (?:the"
        r" )?advert\w*)?|ads? by \w+|paid (?:post|content)"
        r"|publicidade?|publicidad|pubblicità|publicité|anzeige|werbung|remove ads|report this ad|реклама")),
    ("advertisement", 40, _starts(
        r"(?:article|story) continues (?:below|after)|(?:if you (?:buy|purchase|click)|when you (?:buy"
        r"|purchase|click)).{0,80}"
        r"(?:commission|share of the sale|affiliate)|we may (?:earn|receive) (?:a |an )?(?:small"
        r" )?(?:affiliate )?commission|\[button link")),
    ("navigation", 8, _lines(
        r"(?:skip|jump|go|back|return|zurück|ir) (?:to|zum?r?|al?) (?:the )?(?:main |site |primary"
        r" )?(?:content|navigation|home(?: ?page)?|top|search|site index"
        r"|site|menu|gallery|inhalt|footer|contenido|results|article|übersicht)|skip to .{0,40}|menu|main"
        r" menu|close(?: menu)?|search|busca|suche|home|sections|sign (?:in|out|up)|log ?(?:in|out)"
        r"|register|subscribe(?: now)?|subscribe sign in|my account|toggle (?:navigation|menu|search)"
        r"|continue reading(?: below| the main story)?|hide|show more|see more|load more"
        r"|previous(?: (?:post|article|story))?|next(?: (?:post|article|story|up))?|previous next|«"
        r" .{0,40}|.{0,40} »|read full (?:story|article)|to read the full story|view (?:all|gallery"
        r"|slideshow|comments)"
        r"|open|more|all|video|videos|photos|gallery|image|photo gallery|live|watch(?: live| now)?|listen"
        r"|play|pause|mute|site ?map|loading|undo|edit|\d+ ?/ ?\d+|\d+ : \d+|×|✕|chevron_\w+")),
    ("navigation", 12, _starts(
        r"(?:you are (?:here|at)|home\s*[>»/›|]|get short url|short url|article permalink|view all posts"
        r"|browse all|see all\b|this slideshow requires"
        r"|please enable|enable javascript|\d+\s*(?:min(?:ute)?s?\.?)\s*(?:read|lesezeit)\b|(?:estimated"
        r" )?read(?:ing)? time\b|tempo de leitura|show caption|hide caption"
        r"|\W*this story has been shared|open this photo in gallery|back to gallery|click here\b|listen to"
        r" this article)")),
    ("share", 12, _lines(
        r"shares?|\d[\d,.]*k? ?(?:shares?|likes?|tweets?)|shares? \d+|sharing is caring|share (?:this|on"
        r"|via|with|the)\b.{0,60}|url copied|copy(?: the)? (?:link|url)(?: url copied)?|link copied"
        r"|addthis.{0,40}|compartilhe.{0,40}|0|\[?email protected\]?|save(?: (?:for later|story|article))?"
        r"|bookmark|follow(?:ing)?")),
    ("share", 25, _starts(
        r"(?:follow (?:us|me|him|her|them)\b.{0,40}\b(?:on|at)\b|follow @?\w+(?: \w+){0,5} on\b|(?:like"
        r"|join|find|connect with|friend) us on|share (?:this|on|via|all)\b|like this (?:story|article)"
        r"|you can (?:also )?follow\b|follow (?:the )?.{0,60}\b(?:on|at) (?:twitter|facebook|instagram))")),
    ("newsletter", 70, _starts(
        r"(?:(?:want|need) .{0,60}\? )?(?:(?:please )?(?:sign|signing) up\b|subscribe (?:to|for|now|today"
        r"|and|here)\b|get (?:our|the|all the|breaking|your|more|top|updates|daily|\w+"
        r" news).{0,120}\b(?:inbox|e-?mail(?:ed)?|newsletters?|delivered|mailing list)\b"
        r"|(?:receive|join|stay|keep) .{0,100}\b(?:newsletters?|inbox|mailing list)\b|.{0,30}\bdelivered"
        r" (?:straight |directly |right )?to your (?:inbox|e-?mail|door)|enter your e-?mail|by (?:signing"
        r" up|subscribing|submitting|clicking)|thank(?:s| you) for (?:signing|subscribing)"
        r"|(?:i|you) (?:also )?(?:agree|consent) (?:that|to)\b|no spam|you (?:can|may) (?:unsubscribe|opt)"
        r"|unsubscribe|newsletters?\b.{0,40}$|.{0,40}\bnewsletters?$|e-?mail (?:address|newsletters?)\b"
        r"|please check the opt-in|your e-?mail"
        r"|abonnieren|assine (?:a|nossa)|suscríb\w+|inscreva|iscriviti|receba em seu|start your day with"
        r"|want more\b.{0,60}\?|every (?:day|week|morning) we send)")),
    ("related", 10, _lines(
        r"related(?: (?:articles?|stor(?:y|ies)|posts?|content|news|links?|topics?|coverage|tags?|video"
        r"|roundups?|reading))?|read (?:more|next|also|this next)|(?:more|most)(?: (?:popular|read|viewed"
        r"|shared|recent|commented|emailed|watched|stories|news|articles|reading))+"
        r"|most popular .{0,30}|popular(?: (?:posts?|now|stories|articles|videos))?|trending(?: (?:now"
        r"|news|stories|articles|on .{0,30}|videos?))?|(?:you )?(?:may|might) also (?:like|enjoy|be"
        r" interested in)|you may (?:be interested|have missed).{0,20}|recommended(?: (?:for you|stories"
        r"|articles|reading|videos?))?|recommends"
        r"|more (?:from|on|in|about|great|stories)\b.{0,50}|see also|also (?:read|see|on)|also from"
        r" .{0,40}|around the web|from (?:the|our|around the) web|(?:editor'?s?’?s?|our|top) picks?"
        r"|editors[’'] picks?|don[’']t miss|up next|next up.{0,30}|what to (?:read|watch) next|latest(?:"
        r" (?:news|stories|posts?|videos?|articles|headlines))?"
        r"|recent (?:posts?|articles|stories|comments|news)|featured(?: (?:stories|posts?|videos?))?|top"
        r" stories|tags?|topics|filed under|categories|story timeline|in this (?:story|article)|keep"
        r" (?:reading|watching)|read full article|artigos relacionados|leia (?:também|mais)|lesen sie auch"
        r"|mehr zum thema|weitere beiträge.{0,30}|das könnte.{0,40}|lire aussi|leggi anche|lea también|te"
        r" puede interesar|also in this.{0,30}|watch more|explore more.{0,30}")),
    ("related", 45, _starts(
        r"[\[(]?(?:related(?: (?:article|story|post|roundup|video|reading|content|coverage))?s?\s*[:|–-]"
        r"|(?:also )?read (?:more|also|next|on)?\s*[:|–-]|read more (?:about|on|at|from|here)\b|read the"
        r" (?:original|full|rest)\b|read (?:our|all)\b.{0,60}(?:here|coverage|review)\b|(?:also:? )?see"
        r" (?:also|more)\s*[:|–-]|also: see\b|more\s*:|also on\b|also (?:read|see|watch)\s*[:|–-]"
        r"|watch\s*:|listen\s*:|video\s*:|more on this\b"
        r"|don[’']t miss\s*:|must read\s*:|you (?:may|might) (?:also )?(?:like|be interested)|tags?\s*[:|]"
        r"|tagged\b|filed under\b|topics?\s*:|categor(?:y|ies)\s*:|posted in\b|story highlights"
        r"|buyer[’']?s guide\s*:|next (?:article|post|auto|story)\b|previous (?:article|post|story)\b|leia"
        r" (?:também|mais)\s*:|lesen sie (?:auch|mehr)|lire aussi|leggi anche|lea también|read :|more"
        r" (?:from|great) [A-Z])")),
    ("related", 14, re.compile(r"[^a-z]*\b(?:READ MORE|CLICK(?:ING)? HERE|READ ALSO|SEE ALSO"
        r"|WATCH)\b[^a-z]*$|Tags [A-Z]|Topics [A-Z]|In this article [A-Z]")),
    ("comments", 10, _lines(
        r"\W*(?:\d[\d,.]*\+? |no |leave |view |show |see |read |add |post |write |join |hide |load |all "
        r"|the |a |your |most |recent |start |be the first to )*(?:comments?|repl(?:y|ies)|discussion"
        r"|conversation|kommentare?|comentários?|comentarios?|commentaires?|commenti?|responses?)(?:"
        r" (?:below|section|here|now|on this (?:story|article)|\(\d+\)|\d+|policy|thread|closed|disabled"
        r"|guidelines|rules))*\W*"
        r"|leave a (?:comment|reply).{0,40}|cancel reply|post a comment.{0,20}|lascia un commento"
        r"|schreibe? einen kommentar.{0,20}|deixe (?:um|seu) comentário.{0,20}|deja (?:un|tu)"
        r" comentario.{0,20}|view the discussion thread|what do you think\W*|your (?:name|website)\W*")),
    ("comments", 80, _starts(
        r"(?:you must be (?:logged|signed) in|you must log ?in|please (?:log ?in|sign in|be respectful)"
        r"|log ?in (?:or|to)\b|your e-?mail address will not|required fields|save my name|this site uses"
        r" akismet|comments? (?:are|is|on|posted|by|with|have|will|may)\b.{0,60}\b(?:closed|moderat\w+"
        r"|allowed|disabled|publish\w+|required|removed|own)"
        r"|as you comment|join the (?:conversation|discussion)|we (?:encourage|welcome|moderate)"
        r" .{0,60}comment|have your say|let us know .{0,40}comments?|(?:tell us|share your|what are your)"
        r" (?:thoughts|what you think)|be the first to comment|powered by disqus|please read our comment"
        r"|devi essere connesso|notify me (?:of|by))")),
    ("legal", 90, _starts(
        r"(?:\W*(?:copyright|©|\(c\)|ⓒ)\s*(?:\W|ⓒ|©)*\s*(?:(?:19|20)\d\d|\w.{0,60}(?:19|20)\d\d)"
        r"|.{0,80}\ball rights reserved\b|.{0,60}© ?(?:19|20)\d\d|.{0,30}\bcopyright (?:©|\(c\)|(?:19"
        r"|20)\d\d)|this material may not be|(?:the )?(?:material|content) on this (?:site|web)|no part of"
        r" this|reproduction (?:in whole|of)\b|(?:use of|by using|your use of) (?:and/or registration on"
        r" )?(?:this|our|the) (?:site|web)"
        r"|(?:we|this (?:web)?site|our (?:web)?site) uses? (?:our own |third.party )?cookies"
        r"|.{0,60}\bcookies? (?:policy|settings|preferences|notice|statement)|this website uses|we use"
        r" cookies|we (?:and our partners|value your privacy)|the views? (?:and opinions? )?expressed"
        r" (?:in|by|here|are)|the opinions expressed|(?:the )?views expressed|disclaimer\s*:|our"
        r" standards\s*:|data (?:is a real-time snapshot|provided by)|quotes? (?:displayed|are) |market"
        r" data provided|registered in england)")),
    ("legal", 9, _lines(
        r"(?:(?:privacy|cookies?|copyright|data|editorial|comment|ad|advertising|user|terms|legal|refund"
        r"|ethics)(?: (?:and|&))?\s?)+(?:policy|policies|notice|statement|settings|choices?|preferences"
        r"|center|centre|agreement|guidelines|info(?:rmation)?)(?: .{0,20})?|terms(?: (?:of|and|&) (?:use"
        r"|service|sale|conditions|privacy(?: policy)?))+|terms|disclaimers?|impressum"
        r"|datenschutz(?:erklärung)?|agb|imprint|accessibility(?: statement)?"
        r"|do not sell.{0,30}|your (?:ad|privacy) choices|adchoices|accept(?: all)?(?: cookies)?|i accept"
        r"|got it|corrections|masthead|contact(?: us| .{0,20})?|about(?: us)?|jobs|careers|help|faqs?"
        r"|feedback")),
    ("other", 30, _starts(
        r"(?:this (?:article|story|post|piece) (?:was |has been |is |originally |first )*(?:originally "
        r"|first )?(?:appeared|published|produced|republished|updated|written|corrected|part of|from)"
        r"|(?:source|quelle|fonte|fuente|via)\s*:|originally published (?:on|in|at|by)\b|the .{0,40} is"
        r" committed to publishing|(?:do you )?have (?:a|any) (?:story|tip|question)|got a (?:tip|story)"
        r"|send (?:us )?(?:tips|your)|contact (?:us|the (?:author|reporter|writer)|\w+ \w+ at)\b"
        r"|(?:to )?contact the (?:reporter|editor|author)s?\b|(?:e-?mail|reach|write to) (?:us|the author"
        r"|\w+ \w+ at|him at|her at)\b|</?\w+[^>]*>?\s*$|get the app|download (?:the|our) )")),
    ("date", 18, _starts(
        r"\W*(?:(?:first |last |originally |date |article )?(?:published|updated|posted|modified|created"
        r"|publicado|aktualisiert|veröffentlicht|pubblicato|publié)(?: (?:on|at|date|am|em|le|il|el|wed"
        r"|mon|tue|thu|fri|sat|sun)|\s*:)?\W*(?=\S*\d|(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may"
        r"|jun|jul|aug|sep|oct|nov|dec|today|yesterday|an? (?:hour|minute|day))))"
        r".{0,120}$")),
]  # fmt: skip

MONTH = (
    r"jan(?:uary|uar|eiro|vier)?|feb(?:ruary|ruar)?|mar(?:ch)?|märz|apr(?:il)?|may|mai|june?|juni|july?"
    r"|juli|aug(?:ust)?|sept?(?:ember)?"
    r"|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?"
)
CLOCK = r"\d{1,2}[:.]\d\d(?::\d\d)?(?:\s*[ap]\.?m\.?|h)?|\d{1,2}\s*[ap]\.?m\.?|noon"
DATE_WORD = re.compile(
    rf"(?:{CLOCK}|(?:{MONTH})\.?(?![a-z])|\d{{1,4}}(?:st|nd|rd|th)?(?![\w%])|(?:mon|tues?|wed(?:nes)?"
    rf"|thu(?:rs)?|fri|satur|sat|sun)(?:day)?(?![a-z])"
    r"|(?:[ecmp][sd]?t|gmt|utc|ist|cet|bst|edt|pst|est|cst|am|pm|at|on|ago|of|an?|days?|hours?|minutes?"
    r"|mins?|hrs?|first|last|updated|published|posted|date|local|time)(?![a-z]))",
    re.IGNORECASE,
)
#: small words that stand beside the date of a page
BESIDE_DATES = frozenset(
    """
    published posted updated modified created first last by on at in of from for and to the article story page post been was
    print edition am pm min read minutes hours ago
    """.split()
)
#: small words that tell a sentence
VERBS = frozenset(
    "is are was were has had have said says will would could that who which he she they it".split()
)
#: a date is of somebody's life, not of the page: "Ada Bell, born 3 May 1930; died 1 June 2019"
LIFE = re.compile(r"\b(?:born|died)\b", re.IGNORECASE)
WHOLE_DATE = re.compile(
    rf"\b(?:(?:{MONTH})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}(?:st|nd|rd"
    rf"|th)?\.?\s+(?:de\s+)?(?:{MONTH})\.?,?\s+(?:de\s+)?\d{{4}}"
    r"|\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d\d)|\d{4}-\d\d-\d\d)(?!\d)",
    re.IGNORECASE,
)
BETWEEN = re.compile(r"[\s,./|:;()\-–—·•*]+")
CREDIT_LABEL = re.compile(
    r"\W*(?:(?:main |lead |top |header |cover |file |featured |feature )?(?:photos?|images?|pictures?|pic"
    r"|photographs?|photography|illustrations?|video|graphic|art|foto|fotos|bild|фото)"
    r"(?: (?:credits?|courtesy(?: of)?|by|source|copyright|illustration|via|from))?\s*(?::|(?<=age"
    r" copyright)|©|\.\.\.|(?<= by)|(?<= courtesy)|(?<= courtesy of)|(?<= credit)|(?<=graphs)|(?<=graph))"
    r"|credits?\s*(?::|\.\.\.)|(?:ap|afp|epa|reuters|pa|getty) (?:photo|images?)\s*/|courtesy (?:of"
    r" )?[A-Z©])",
    re.IGNORECASE,
)
AGENCY = re.compile(rf"(?<![\w.])(?:{AGENCIES})(?![\w-])", re.IGNORECASE)
CREDIT_TAIL = re.compile(
    rf"(?:(?:/|\||\()\s*(?=(?-i:[A-Z]))(?:{AGENCIES})(?: (?:images|photo|entertainment|sport|news|file"
    rf" photo))?(?:\s*[/|]\s*[\w .]{{2,30}})?\)?\.?$"
    rf"|\bvia [A-Z]\w+$|(?:\bvia|,|–|-|—)\s*(?:{AGENCIES})(?: (?:images|photo))?\)?$"
    r"|\bcredit(?:s)?\s*(?:\.\.\.|:)\s*\S.{2,80}$|\bphotos?(?:graph)?(?: by| courtesy of"
    r"|:)\s+[A-Z].{2,60}$|\((?:image|photo|picture|credit|file|courtesy|source)\b[^()]{3,90}\)\.?$"
    r"|\([A-Z][\w .'-]{2,40}/[^()]{2,60}\)\.?$|REUTERS/\w.{2,40}$)",
    re.IGNORECASE,
)
CAPTION_START = re.compile(
    r"(?:file\s*(?:photo|image|picture)?\s*[:–—-]|file - |fichier|pictured\b|above\s*:|below\s*:|left\s*:"
    r"|right\s*:|(?:image |media |photo )?caption\s*:|(?:image|media) caption\b|image\s*:|photo\s*:"
    r"|video\s*:|(?:a|an|this|in this) (?:file |undated |aerial |satellite |handout |combination"
    r" )*(?:photo|image|picture|photograph|illustration|screenshot|screengrab|still)\b.{0,60}\bshows?\b"
    r"|file photo of|artist[’']s impression\b)",
    re.IGNORECASE,
)


COOKIE = re.compile(
    r"\bcookies?\b|\bthis (?:web)?site\b|\bour (?:web)?site\b|\bconsent\b|\bprivacy"
    r" policy\b",
    re.IGNORECASE,
)

ASKS = re.compile(
    r"(?P<sale>\b(?:earn|receive|get|paid|make)s?\b.{0,40}\bcommissions?\b.{0,60}\b(?:links?|purchases?"
    r"|buy|clicks?|sales?)\b|\baffiliate (?:links?|commissions?|partners?)\b"
    r"|\b(?:links?|purchases?|buy|click)\b.{0,80}\b(?:earn|receive|get|paid|make)s?\b.{0,40}\bcommissions?\b"
    r"|\bclick here (?:for|to)\b.{0,60}$)|\b(?:sign up|signing up|subscribe"
    r"|register)\b.{0,60}\b(?:newsletters?|e-?mails?|alerts|inbox|magazine|podcast)\b",
    re.IGNORECASE,
)
