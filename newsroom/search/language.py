"""What readers type into the search box, read without ever refusing it. Pure text.

meng bail            both words, in any form and order
"extradition case"   these words in this order
-spavor -"two men"   without these
"""

import re
import unicodedata
from dataclasses import dataclass

#: what is read of a query; the rest is left out
LONGEST, MOST = 300, 32

_QUOTATION = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_CLAUSE = re.compile(r'(?P<minus>(?<!\S)[-−]+)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
_LETTER = re.compile(r"[^\W_]")
#: words that every text has: they count where all else matches, and are not asked for
_COMMON = frozenset(
    "a an and are as at be been by for from had has have he her his in into is it its of on or she that the"
    " their they this to was were which who will with".split()
)


@dataclass(frozen=True)
class Clause:
    """One word or phrase. `needed` is false for words that a hit may lack."""

    text: str
    phrase: bool = False
    excluded: bool = False
    needed: bool = True


def parse(text: str) -> list[Clause]:
    """The clauses of a query, in order, without quotation marks that lack a partner and signs alone."""
    plain = cleaned(text).translate(_QUOTATION)
    if plain.count('"') % 2:
        before, after = plain.rsplit('"', 1)
        plain = before + after if before.endswith("-") else f"{before} {after}"
    clauses = [_clause(found) for found in _CLAUSE.finditer(plain)]
    clauses = [clause for clause in clauses if _LETTER.search(clause.text)][:MOST]
    asked = [clause for clause in clauses if clause.needed and not clause.excluded]
    return clauses if asked else [_asked(clause) for clause in clauses]


def cleaned(text: str) -> str:
    """The text without characters that nobody types, accents as the index has them, and not too long."""
    shown = "".join(
        " " if unicodedata.category(letter) in ("Cc", "Cs") else letter for letter in text[:LONGEST]
    )
    return unicodedata.normalize("NFC", shown).strip()


def _clause(found: re.Match[str]) -> Clause:
    phrase, excluded = found["phrase"] is not None, bool(found["minus"])
    text = (found["phrase"] if phrase else found["word"]).strip()
    return Clause(text, phrase, excluded, needed=phrase or excluded or text.casefold() not in _COMMON)


def _asked(clause: Clause) -> Clause:
    return Clause(clause.text, clause.phrase, clause.excluded)
