"""Who a name, a pronoun, an office or a document in front of a verb of saying is."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace

from articles.lexicon import forenames, listed, nationalities
from articles.linking import MentionFound, RoleFound
from articles.quoting.found import Office, Speaker
from articles.quoting.offices import WORD, Title, head_noun, listed_gender, office_in, role_words
from articles.quoting.verbs import verbs_of
from people.names import key

_PRONOUN = re.compile(r"\b([Hh]e|[Ss]he)\b")
_TITLE = re.compile(r"\b([\w-]+)\.?\s+\Z")
_DETERMINERS = frozenset(
    ["the", "a", "an", "his", "her", "its", "their", "this", "that", "one", "another", "our", "my"]
)
_PREPOSITIONS = listed("prepositions")
_OFFICE_SUBJECT = re.compile(r"(?:\A|\n|[.!?”\"]\s+)(The) ((?:[\w-]+ ){0,2}[\w-]+)(?= [a-z])")
_NOUN_AFTER = re.compile(r" ([a-z-]+)\b")
_SPEAKS = re.compile(r"(?:,[^,\n]{1,80},)?(?: (?:has|had|also|later|then))* ([a-z]+)\b")
_UNNAMED = re.compile(
    r"(An?|One|Another|The) (?:[\w-]+ ){0,3}?(man|woman|boy|girl|mother|grandmother|father|grandfather|suspect|victim|driver|"
    r"teenager|pensioner|cyclist|pedestrian|passenger|motorcyclist|defendant)\b(?! of\b)"
)
#: the subject is somebody's kin whom nobody names: ‘Her mother said’
_KIN = re.compile(
    r"(?:His|Her|Their) (mother|wife|sister|daughter|father|husband|brother|son)(?= (?:said|told)\b)"
)
_OF_EITHER = frozenset(
    "suspect victim driver teenager pensioner cyclist pedestrian passenger motorcyclist defendant".split()
)
#: what a company is called when it is taken up again
_FIRMS = listed("company_nouns") - {
    "party",
    "network",
    "syndicate",
    "tribe",
    "union",
    "site",
    "website",
    "collective",
}
_FRONT = 300  # characters in front of a name that tell whether it is its sentence's subject
_TITLES = 60  # roles of the text before and behind that "the minister" is compared with
_NEAR = 12  # sentences that a pronoun looks back


@dataclass(slots=True)
class _Place:
    """Somebody at a place of the text: a mention, a pronoun that has been resolved, or somebody unnamed ("a man")."""

    start: int
    end: int
    mention: MentionFound | None
    sentence: int
    subject: bool
    gender: str = ""  # of somebody unnamed


class Cast:
    """The people, organizations and offices of one text, asked by place."""

    def __init__(
        self,
        text: str,
        masked: str,
        spans: list[tuple[int, int]],
        mentions: list[MentionFound],
        roles: list[RoleFound],
        offices: list[Office],
    ) -> None:
        self.text = text
        self.masked = masked
        self._starts = [start for start, _ in spans]
        self._spans = spans
        self.mentions = [one for one in mentions if one.kind != "event"]
        self._mention_starts = [one.start for one in self.mentions]
        self._by_name = {one.name: one for one in reversed(self.mentions)}
        people = [one for one in reversed(self.mentions) if one.kind == "person"]
        self._by_surname = {one.name.lower().split()[-1]: one for one in people}
        self._verbs = verbs_of(masked)
        self._verb_starts = [at for at, _, _ in self._verbs]
        self._ends = {one.end: one for one in self.mentions}
        self._offices = offices
        self._roles = roles
        self._gender = self._genders()
        self._places = self._people_places()
        self._place_starts = [place.start for place in self._places]
        self._pronouns = {
            place.start: place.mention
            for place in self._places
            if place.mention and place.start != place.mention.start
        }
        stated = sorted([*self._roles, *self._implied()], key=lambda role: role.start)
        self._titles = [Title.of(role.role, role.person, role.start) for role in stated]

    def sentence(self, at: int) -> int:
        return max(bisect_right(self._starts, at) - 1, 0)

    def sentence_span(self, at: int) -> tuple[int, int]:
        return self._spans[self.sentence(at)] if self._spans else (0, len(self.text))

    def between(self, start: int, end: int) -> list[MentionFound]:
        """The mentions that begin in `start:end`."""
        return self.mentions[
            bisect_left(self._mention_starts, start) : bisect_left(self._mention_starts, end)
        ]

    def verbs_in(self, start: int, end: int) -> list[tuple[int, int, str]]:
        """The verbs of saying in `start:end`: where each begins and ends, in small letters."""
        return self._verbs[bisect_left(self._verb_starts, start) : bisect_left(self._verb_starts, end)]

    def ending_at(self, end: int) -> MentionFound | None:
        return self._ends.get(end)

    def covering(self, at: int) -> MentionFound | None:
        """The mention that holds the offset `at`."""
        last = bisect_right(self._mention_starts, at) - 1
        return self.mentions[last] if last >= 0 and self.mentions[last].end > at else None

    def with_surname(self, surname: str) -> MentionFound | None:
        """The first person of the text whose name ends so."""
        return self._by_surname.get(surname.lower())

    def _genders(self) -> dict[str, str]:
        """What the text tells of each person's gender: by title, by forename, by role."""
        found: dict[str, str] = {}
        for one in self.mentions:
            if one.kind != "person" or one.name in found:
                continue
            before = _TITLE.search(self.masked, max(0, one.start - 24), one.start)
            words = [before.group(1).lower()] if before else []
            gender = listed_gender([*words, one.text.split()[0].lower().strip(".")])
            if gender:
                found[one.name] = gender
        for role in self._roles:
            gender = listed_gender(role.role.lower().split())
            if gender:
                found.setdefault(role.person, gender)
        for one in self.mentions:
            if one.kind == "person" and one.name not in found:
                gender = forenames().get(key(one.name.split()[0]), "")
                found[one.name] = gender if gender != "u" else ""
        return found

    def _people_places(self) -> list[_Place]:
        """Where people are: their mentions outside quotations, and the pronouns, resolved one after the other."""
        places: list[_Place] = []
        people = [one for one in self.mentions if one.kind == "person" and self.masked[one.start] != "\x00"]
        named = [
            _Place(one.start, one.end, one, self.sentence(one.start), self.is_subject(one.start, one.end))
            for one in people
        ]
        pronouns = list(_PRONOUN.finditer(self.masked))
        at = 0
        for one in [*sorted([*named, *self._unnamed()], key=lambda place: place.start), None]:
            while at < len(pronouns) and (one is None or pronouns[at].start() < one.start):
                self._resolve(places, pronouns[at])
                at += 1
            if one is not None:
                places.append(one)
        return places

    def _unnamed(self) -> list[_Place]:
        """The subjects whom the text does not name: ‘A man was hurt. The man …’; not ‘Bob Hill was hurt. The man …’."""
        found: list[_Place] = []
        met: set[str] = set()
        for number, (start, _) in enumerate(self._spans):
            if kin := _KIN.match(self.masked, start):
                gender = "f" if kin.group(1) in ("mother", "wife", "sister", "daughter") else "m"
                found.append(_Place(start, kin.end(), None, number, True, gender))
                continue
            one = _UNNAMED.match(self.masked, start)
            if not one:
                continue
            gender = "f" if one.group(2) in ("woman", "girl", "mother", "grandmother") else "m"
            gender = "" if one.group(2) in _OF_EITHER else gender
            if one.group(1) != "The":
                met.add(gender)
            if met & {gender, ""} or (met and not gender):
                found.append(_Place(start, one.end(), None, number, True, gender))
        return found

    def _resolve(self, places: list[_Place], pronoun: re.Match[str]) -> None:
        gender = "m" if pronoun.group().lower() == "he" else "f"
        sentence = self.sentence(pronoun.start())
        best: _Place | None = None
        best_score = -1e9
        for place in reversed(places[-60:]):
            away = sentence - place.sentence
            if away > _NEAR:
                break
            hers = self._gender.get(place.mention.name, "") if place.mention else place.gender
            if hers and hers != gender:
                continue
            score = -1.0 * away + (1.6 if place.subject else 0.0) + (0.4 if hers else 0.0)
            score += 0.3 if place.mention and place.start != place.mention.start else 0.0
            score += 0.8 if self._speaks(place) else 0.0
            if score > best_score:
                best, best_score = place, score
        if best is not None:
            subject = self.is_subject(pronoun.start(), pronoun.end())
            unnamed = gender if best.mention is None else ""
            places.append(_Place(pronoun.start(), pronoun.end(), best.mention, sentence, subject, unnamed))

    def _speaks(self, place: _Place) -> bool:
        """Whether a verb of saying stands right behind the name or right before it."""
        behind = _SPEAKS.match(self.masked, place.end)
        if behind and behind.group(1) in listed("reporting"):
            return True
        return self.masked[max(0, place.start - 6) : place.start].endswith((" said ", "says ", "added "))

    def is_subject(self, start: int, end: int) -> bool:
        """Whether a name probably is its sentence's subject: early in it, not owned by and not owner of another noun."""
        begin, _ = self.sentence_span(start)
        before = self.masked[max(begin, start - _FRONT) : start].split()
        if self.masked[end : end + 2] in ("’s", "'s"):
            return False
        noun = _NOUN_AFTER.match(self.masked, end)
        if noun and (noun.group(1) in listed("speaking_groups") or noun.group(1) in listed("roles")):
            return False
        if before[-2:] == ["According", "to"] or before[-2:] == ["according", "to"]:
            return True
        titles = listed("titles") | listed("roles")
        while len(before) > 1 and (before[-1][0].isupper() or before[-1].lower() in titles):
            before.pop()
        return not (before and before[-1].lower() in _PREPOSITIONS) and len(before) < 12

    def _implied(self) -> list[RoleFound]:
        """Offices that take up the person of the sentence before: ‘Ann Bell spoke. The prime minister refused’."""
        implied: list[RoleFound] = []
        held = {role_words(role.role) for role in self._roles}
        for match in _OFFICE_SUBJECT.finditer(self.masked):
            office = office_in(match.group(2))
            wanted = role_words(office)
            if not wanted or any(wanted <= words for words in held):
                continue
            subject = self.person_before(match.start(1), back=2)
            if subject and self._fits(subject.name, match.group(2)):
                held.add(wanted)
                begin = match.start(2)
                implied.append(RoleFound(subject.name, office, None, begin, begin + len(office)))
        return implied

    def person_before(self, at: int, back: int = 3) -> Speaker | None:
        """The person that the sentences before `at` are about: the subject of the nearest one that has any."""
        last = bisect_left(self._place_starts, at)
        sentence = self.sentence(at)
        near = [
            place for place in self._places[max(0, last - 20) : last] if sentence - place.sentence <= back
        ]
        if not near:
            return None
        latest = near[-1].sentence
        same = [place for place in near if place.sentence == latest]
        chosen = next((place for place in same if place.subject), same[0])
        if chosen.mention is None:
            return None
        return self.of(chosen.mention, "the person whom the sentence before is about")

    def of(self, mention: MentionFound, why: str) -> Speaker:
        return Speaker(mention.name, mention.entity, why, mention.kind == "person", mention.start)

    def pronoun(self, start: int) -> Speaker | None:
        """The person of the pronoun that begins at `start`."""
        mention = self._pronouns.get(start)
        if mention is None:
            return None
        word = "he" if self.text[start] in "Hh" else "she"
        word = word.capitalize() if self.text[start].isupper() else word
        who = self.of(mention, f"“{word}” is the person named before")
        return replace(who, start=start)

    def office(self, words: str, at: int) -> Speaker | None:
        """The person of "the prime minister": by the text's own roles, by the record's offices, else the subject before."""
        asked = Title.of(words, None, at)
        if not asked.words:
            return None
        here = bisect_left(self._titles, at, key=lambda title: title.start)
        for title in [
            *reversed(self._titles[max(0, here - _TITLES) : here]),
            *self._titles[here : here + _TITLES],
        ]:
            if title.fits(asked) and title.person in self._by_name:
                return self.of(self._by_name[title.person], f"the text calls {title.person} “{title.role}”")
        for office in self._offices:
            if asked.words <= role_words(office.role):
                return Speaker(office.person, office.entity, f"held the office of {office.role}", True)
        return None

    def noun(self, words: str, start: int) -> Speaker | None:
        """A noun phrase as speaker: an office, a document ("the letter"), or the words themselves."""
        bare = " ".join(words.replace("\x00", " ").split()).strip(' ,;:—–-“”"')
        tokens = WORD.findall(bare)
        if not tokens or len(tokens) > 12:
            return None
        head = head_noun(tokens)
        lower = [token.lower() for token in tokens]
        if head in listed("documents") and tokens[-1][0].isupper() and lower[0] == "the" and len(tokens) == 2:
            return Speaker(bare, None, "a name before the verb", False, start)  # "The Post"
        if head in listed("documents"):
            front = tokens[: lower.index(head)]
            owned = len(front) > 1 and any(token[0].isupper() for token in front[1:])
            owned = owned or bool(front and front[0][0].isupper() and front[0].endswith(("’s", "'s")))
            return Speaker(bare if owned else f"the {head}", None, f"a {head} is quoted", False, start)
        if lower[0] == "the" and len(tokens) < 4 and (group := self._group(head, start)):
            return replace(group, start=start)
        if lower[0] in ("the", "our", "his", "her") or "’s" in bare or "'s" in bare:
            found = self.office(bare, start)
            if found:
                return replace(found, start=start)
            definite = lower[0] == "the" or (lower[-1] in listed("roles") and ("’s" in bare or "'s" in bare))
            if definite and role_words(bare) and lower[-1] not in ("officials", "aides"):
                subject = self.person_before(start, back=2)
                if subject and self._fits(subject.name, bare) and not self._met_since(subject, head, start):
                    return Speaker(
                        subject.name,
                        subject.entity,
                        f"“{bare}” is the person whom the text was about",
                        True,
                        start,
                    )
        if (
            head in listed("roles")
            or head in listed("speaking_groups")
            or head in listed("titles")
            or head in listed("institutions")
            or (head.endswith("s") and head in nationalities())
        ):
            return Speaker(bare, None, "as the text says it", False, start)
        return None

    def _met_since(self, subject: Speaker, head: str, start: int) -> bool:
        """Whether somebody else of this office came in after the subject: ‘… A spokesman for the club said’."""
        met = re.compile(rf"\b(?:an?|one|another) (?:[\w-]+ ){{0,3}}?{re.escape(head)}\b(?!,)", re.IGNORECASE)
        return bool(met.search(self.masked, subject.start + len(subject.name or ""), start))

    def _group(self, head: str, at: int) -> Speaker | None:
        """The organization that "the bank" or "the company" takes up: one with the word in its name, else the last subject."""
        if head not in listed("company_nouns") and head not in listed("institutions"):
            return None
        last = bisect_left(self._mention_starts, at)
        near = [
            one
            for one in reversed(self.mentions[max(0, last - 40) : last])
            if one.kind == "organization" and self.masked[one.start] != "\x00"
        ]
        named = next((one for one in near if head in one.name.lower().split()), None)
        if named is None and head in _FIRMS:
            sentence = self.sentence(at)
            named = next(
                (one for one in near if self._may_be_firm(one) and sentence - self.sentence(one.start) <= 4),
                None,
            )
        return self.of(named, f"“the {head}” is the organization named before") if named else None

    def _may_be_firm(self, one: MentionFound) -> bool:
        """Whether an organization may be "the company": the subject of its sentence, none that reports, no authority."""
        if not self.is_subject(one.start, one.end):
            return False
        before = self.masked[max(0, one.start - 12) : one.start].split()
        ends = one.name.lower().split()[-1].rstrip(".")
        return (not before or before[-1] not in listed("says")) and (
            ends in listed("companies") or ends in _FIRMS or ends not in listed("institutions")
        )

    def _fits(self, person: str, words: str) -> bool:
        gender = listed_gender(words.lower().split())
        hers = self._gender.get(person, "")
        return not gender or not hers or gender == hers
