"""The language of a text, by its commonest words or its script; None where that does not decide.

A text of news has a function word in every two or three words, so counting them tells the languages below
apart from about twenty words on. Nothing is downloaded and nothing is learned.
"""

from __future__ import annotations

import re
from collections import Counter

from seeds.cleaning.lines import WORD

SAMPLE = 4000  # characters looked at
_STOP_WORDS = {
    "en": "the of and to in that was for is on with he said by from has have not are be at it as an but"
    " his who which will",
    "de": "der die und das den von zu mit sich des auf für ist im nicht dem ein eine als auch wird werden"
    " nach bei aus hat wurde",
    "fr": "le la les et des en du une est pour que dans qui par sur pas au plus avec son sont il ce aux"
    " cette été nous ont",
    "es": "el la de que y los en del las por con para una se su al lo como más pero fue este ha sus sobre"
    " entre desde han",
    "pt": "o a de que e do da em os no para uma com não na as dos por ao mais foi das é se um ele pelo"
    " pela são à também",
    "it": "di che e il la in per un una del non con si da le della sono dei più nel alla anche gli ha al"
    " ma dal come stato",
    "nl": "de het een van en in is dat op te zijn met voor niet aan er om door ook bij naar uit wordt"
    " heeft maar nog werd",
    "sv": "och att det som en på är av för med den till inte har om ett han var från vid men så kan också"
    " efter under",
    "pl": "w i na z się do nie to że jest o jak po przez od za dla są ale czy było tym oraz ma jego który"
    " może",
    "tr": "ve bir bu için ile da de olarak çok daha olan gibi ise sonra kadar ne o en ancak tarafından"
    " oldu var dedi",
    "id": "yang dan di dari ini itu dengan untuk tidak pada dalam akan ke adalah juga telah oleh kita"
    " orang bisa atau karena",
}
_LANGUAGES_OF: dict[str, list[str]] = {}
for _code, _words in _STOP_WORDS.items():
    for _word in _words.split():
        _LANGUAGES_OF.setdefault(_word, []).append(_code)
_NOT_LATIN = re.compile(r"[\u0370-\u1dff\u2c00-\uffff]")
_SCRIPTS = {
    code: re.compile(f"[{letters}]")
    for code, letters in {
        "ja": "\u3040-\u30ff",
        "ko": "\uac00-\ud7af",
        "zh": "\u4e00-\u9fff",
        "he": "\u0590-\u05ff",
        "el": "\u0370-\u03ff",
        "th": "\u0e00-\u0e7f",
        "hi": "\u0900-\u097f",
    }.items()
}
_LETTER_OF = {"uk": re.compile("[іїєґІЇЄҐ]"), "ru": re.compile("[ыэъёЫЭЪЁ]")}
_ARABIC, _PERSIAN = re.compile(r"[\u0600-\u06ff]"), re.compile("[پچژگی]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of the language that ``text`` is written in, or None if unsure."""
    sample = text[:SAMPLE]
    letters = sum(map(str.isalpha, sample))
    if letters < 20:
        return None
    return _by_script(sample, letters) or _by_words(sample)


def _by_script(sample: str, letters: int) -> str | None:
    if len(_NOT_LATIN.findall(sample)) < letters / 10:
        return None
    if len(_CYRILLIC.findall(sample)) > letters / 2:
        seen = [code for code, pattern in _LETTER_OF.items() if pattern.search(sample)]
        return seen[0] if len(seen) == 1 else None
    if len(_ARABIC.findall(sample)) > letters / 2:
        return "fa" if len(_PERSIAN.findall(sample)) > letters / 50 else "ar"
    for code, pattern in _SCRIPTS.items():
        share = len(pattern.findall(sample)) / letters
        if share > (0.1 if code == "ja" else 0.4):
            return code
    return None


def _by_words(sample: str) -> str | None:
    words = WORD.findall(sample.lower())
    counts = Counter(dict.fromkeys(_STOP_WORDS, 0))
    for word, times in Counter(words).items():
        for code in _LANGUAGES_OF.get(word, ()):
            counts[code] += times
    (first, most), (_, second) = counts.most_common(2)
    return first if most >= 4 and most >= 0.15 * len(words) and most >= 1.3 * second else None
