"""Passages that survive edits: what is found is where the words went, what could be elsewhere is lost."""

import re
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from articles.anchors import CONTEXT, Anchor, find, find_all, make

# Making


def test_an_anchor_keeps_its_words_and_a_little_around_them() -> None:
    text = "The chief financial officer of the group, Meng Wanzhou, was arrested on a Saturday in Vancouver."
    anchor = make(text, 42, 54)
    assert anchor == Anchor(42, 54, "Meng Wanzhou", text[10:42], text[54:86])
    assert len(anchor.prefix) == len(anchor.suffix) == CONTEXT


def test_an_anchor_at_an_end_of_the_text_has_less_around_it() -> None:
    assert make("Meng left.", 0, 10) == Anchor(0, 10, "Meng left.", "", "")
    assert make("Meng left.", 5, 9) == Anchor(5, 9, "left", "Meng ", ".")


def test_offsets_are_code_points() -> None:
    assert make("\U0001f600 孟晚舟 left", 2, 5).exact == "孟晚舟"


@pytest.mark.parametrize(
    ("start", "end", "says"),
    [
        (-1, 3, "before the text"),
        (3, 3, "must end after it begins"),
        (5, 3, "must end after it begins"),
        (0, 11, "past the end of the text, which has 10 characters"),
        (10, 12, "past the end"),
        (99, 100, "past the end"),
    ],
)
def test_a_span_that_is_not_inside_the_text_is_refused(start: int, end: int, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        make("Meng left.", start, end)


# Finding: the passage stands between « and », before and after; no marks after, and it is lost

FOUND_EITHER_WAY = [
    ("Huawei said that «Meng» had left the court.", "Huawei said that «Meng» had left the court."),
    ("Huawei said that «Meng» had left the court.", "On Monday, Huawei said that «Meng» had left the court."),
    ("Huawei said that «Meng» had left the court.", "Huawei said that «Meng» had left the room quickly."),
    ("Huawei said that «Meng» had left the court.", "Huawei said that Ms «Meng» had left the court."),
    (
        "Meng spoke first. Then «Meng» left the court, and Meng was driven home.",
        "Meng spoke. Meng waited. Then «Meng» left the court, and Meng and her lawyer were driven home.",
    ),
    # mended
    (
        "She said that it was «a very dangrous precedent» to set.",
        "She said that it was «a very dangerous precedent» to set.",
    ),
    (
        'The officer said that «"it\'s over"» and left at once.',
        "The officer said that «“it’s over”» and left at once.",
    ),
    ("The case of «Meng wanzhou» goes on in the court.", "The case of «Meng Wanzhou» goes on in the court."),
]
LOST_EITHER_WAY = [
    ("Huawei said that «Meng» had left the court.", "Huawei said that she had left the court."),
    ("Huawei said that «Meng» had left the court.", "Huawei said that Mengele had left the court."),
    ("The minister «was found guilty» by the court.", "The minister was found not guilty by the court."),
    ("They were held «for 1,019 days» in two prisons.", "They were held for 1,020 days in two prisons."),
    ("They say it «could end» the affair next year.", "They say it would end the affair next year."),
    ("Meng spoke first. Then «Meng» left.", "Meng spoke first. Then she left."),
    ("said Meng. «Meng» was driven home.", "said Meng. She was driven home."),
    ("Huawei said that «Meng» had left the court.", ""),
    ("Huawei said that «Meng» had left the court.", "Nothing of it is left, neither the words nor the name."),
]
FOUND_WITH_THE_OLD_TEXT = [
    (
        "A judge in Vancouver freed her.\n\n«The lawyer was content.»\n\nThe envoy was not content at all.",
        "The envoy was not content at all.\n\n«The lawyer was content.»\n\nA judge in Vancouver freed her.",
    ),
    # an edit of whole sentences, though another one leaves the same text
    ("Meng was freed. «Meng» said nothing.", "«Meng» said nothing."),
    ("It is late.\n\n«Meng» said nothing.", "It is late.\n\nMeng was freed.\n\n«Meng» said nothing."),
    ("“No,” «Trudeau» said.", "“No,” «Trudeau» said.\n\n“Never,” Trudeau said."),
    # what meets at the border of two paragraphs says nothing
    (
        "Two met.\n\nThe court heard him, said Meng.\n\n«The court» denied bail, said Meng.\n\nHe waited.",
        "Two met.\n\n«The court» denied bail, said Meng.\n\nThe court heard him, said Meng.\n\nHe waited.",
    ),
    # all around it was written anew
    (
        "The group's chief financial officer, «Meng Wanzhou», was arrested in Vancouver.",
        "«Meng Wanzhou», the group's chief financial officer, was detained in Vancouver.",
    ),
    # as many places as there were
    ("ab " * 40 + "«ab» " + "ab " * 40, "New. " + "ab " * 40 + "«ab» " + "ab " * 40 + " Old."),
]
LOST_WITH_THE_OLD_TEXT = [
    ("Meng was freed. «Meng» said nothing.", "Meng was freed."),
    ("«Meng» was freed. Meng said nothing.", "Meng said nothing."),
    ("aaaa«aaab»b", "aaab"),
    # two places are possible
    ("It was «Meng» who left.", "It was Meng and Meng who left."),
    ("It is so. «It is so.» Indeed.", "It is so. Indeed."),
    ("It is «very» very late.", "It is very late."),
    ("ab " * 40 + "«ab» " + "ab " * 40, "New. " + "ab " * 79 + " Old."),
]
LOST_WITHOUT_THE_OLD_TEXT = [
    (
        "The evidence was while on bail said «Meng».\n\nMeng within a year went to Iran on a Tuesday.",
        "The evidence was while on bail said .\n\nMeng within a year went to Iran on a Tuesday.",
    ),
    ("Meng was freed. «Meng» said nothing.", "Meng said nothing."),
    ("«over» the weeks, and again and over", "the weeks, and again and over"),
    ("Huawei and «Meng» said nothing more.", "New. " + "Huawei and Meng said nothing more. " * 3),
]


def unmarked(text: str) -> tuple[str, tuple[int, int] | None]:
    plain = re.sub("[«»]", "", text)
    return plain, (text.index("«"), text.index("»") - 1) if "«" in text else None


def check(before: str, after: str, knows_old_text: bool) -> None:
    (old, old_span), (new, new_span) = unmarked(before), unmarked(after)
    assert old_span
    expected = make(new, *new_span) if new_span else None
    assert find(make(old, *old_span), new, old if knows_old_text else None) == expected


@pytest.mark.parametrize("knows_old_text", [True, False])
@pytest.mark.parametrize(("before", "after"), FOUND_EITHER_WAY)
def test_a_passage_follows_its_words(before: str, after: str, knows_old_text: bool) -> None:
    check(before, after, knows_old_text)


@pytest.mark.parametrize("knows_old_text", [True, False])
@pytest.mark.parametrize(("before", "after"), LOST_EITHER_WAY)
def test_a_passage_whose_words_are_gone_is_lost(before: str, after: str, knows_old_text: bool) -> None:
    check(before, after, knows_old_text)


@pytest.mark.parametrize(("before", "after"), FOUND_WITH_THE_OLD_TEXT + LOST_WITH_THE_OLD_TEXT)
def test_the_old_text_tells_what_stayed(before: str, after: str) -> None:
    check(before, after, knows_old_text=True)


@pytest.mark.parametrize(("before", "after"), LOST_WITHOUT_THE_OLD_TEXT)
def test_without_the_old_text_a_neighbour_that_looks_alike_is_not_taken(before: str, after: str) -> None:
    check(before, after, knows_old_text=False)


def test_a_mended_passage_shows_by_its_words() -> None:
    old, new = "She said that it was dangrous to go on.", "She said that it was dangerous to go on."
    found = find(make(old, 21, 29), new, old)
    assert found
    assert (found.exact, new[found.start : found.end]) == ("dangerous", "dangerous")


def test_an_anchor_of_an_even_older_text_is_looked_up_in_the_old_one_first() -> None:
    oldest = "Huawei said that Meng had left the court in Vancouver."
    old = "Yesterday " + oldest
    new = "On Tuesday " + oldest
    assert find(make(oldest, 17, 21), new, old) == make(new, 28, 32)


def test_many_are_found_as_one_by_one() -> None:
    old = "\n\n".join(f"Paragraph {n} says that Meng met envoy {n * 7} in room {n % 5}." for n in range(40))
    new = old.replace("Paragraph 3 says", "It says").replace("room 4", "hall 4")
    anchors = [make(old, word.start(), word.end()) for word in re.finditer(r"Meng|room \d", old)]
    for text in (old, None):
        assert find_all(anchors, new, text) == [find(anchor, new, text) for anchor in anchors]
    assert find_all([], new, old) == []


# Any edit, with the fate of every character known

Origin = int | None


class Tracked:
    """A text whose every character knows where in the first text it stood, or that it is new."""

    def __init__(self, text: str) -> None:
        self.chars: list[tuple[str, Origin]] = [(char, at) for at, char in enumerate(text)]

    @property
    def text(self) -> str:
        return "".join(char for char, _ in self.chars)

    def replace(self, start: int, end: int, new: str) -> None:
        self.chars[start:end] = [(char, None) for char in new]

    def now(self, start: int, end: int) -> tuple[int, int] | None:
        """Where first[start:end] is, if it is whole."""
        own = self.where(start, end)
        return (own[0], own[-1] + 1) if len(own) == end - start == own[-1] + 1 - own[0] else None

    def where(self, start: int, end: int) -> list[int]:
        return [
            at for at, (_, origin) in enumerate(self.chars) if origin is not None and start <= origin < end
        ]


def check_tracked(old: str, start: int, end: int, edited: Tracked, knows_old_text: bool = True) -> None:
    """A whole passage is found where it is or lost. One that is not whole is never found in words that stood
    elsewhere."""
    found = find(make(old, start, end), edited.text, old if knows_old_text else None)
    if found is None:
        return
    assert edited.text[found.start : found.end] == found.exact
    if whole := edited.now(start, end):
        assert (found.start, found.end) == whole
        assert found.exact == old[start:end]
        return
    origins = [origin for _, origin in edited.chars[found.start : found.end]]
    own = [origin for origin in origins if origin is not None and start <= origin < end]
    assert own or set(origins) <= {None}


def draw_span(data: st.DataObject, text: str) -> tuple[int, int]:
    start = data.draw(st.integers(0, len(text) - 1))
    return start, data.draw(st.integers(start + 1, len(text)))


@given(st.sampled_from(["ab", "aM ", "Meng sad"]), st.data())
def test_after_any_one_edit_a_passage_is_where_it_is_or_lost(letters: str, data: st.DataObject) -> None:
    """Letters so few that everything repeats: no sentence, so no border that an edit is taken to begin at."""
    old = data.draw(st.text(letters, min_size=1, max_size=30))
    start, end = draw_span(data, old)
    first, last = sorted(data.draw(st.tuples(*[st.integers(0, len(old))] * 2)))
    copied = slice(*sorted(data.draw(st.tuples(*[st.integers(0, len(old))] * 2))))
    new = data.draw(st.text(letters, max_size=8) | st.sampled_from([old[start:end], old[copied]]))
    removed = old[first:last]
    assume(not removed or not new or (removed[0] != new[0] and removed[-1] != new[-1]))  # nothing typed again
    edited = Tracked(old)
    edited.replace(first, last, new)
    check_tracked(old, start, end, edited)


NAMES = ["Meng", "Huawei", "the court", "Mr Kovrig", "said Meng"]
COMMON = re.findall(
    r"\w+",
    "ruled on Tuesday that bail was set for an officer and China asked Canada to act within weeks because "
    "charges remain secret while lawyers argue over evidence from banks about trade sanctions minister envoy",
)
NEW_WORDS = ["zebra", "quartz", "umbrella", "violin", "jigsaw", "lemon", "pepper", "rocket"]


def article(random: Random, sentences: int) -> str:
    """Sentences in which few names and words come again and again."""
    text = ""
    for _ in range(sentences):
        words = [random.choice(NAMES), *random.choices(COMMON, k=random.randint(2, 9)), random.choice(NAMES)]
        text += (random.choice([" ", " ", "\n\n"]) if text else "") + " ".join(words).capitalize() + "."
    return text


def words_of(text: str) -> list[tuple[int, int]]:
    return [word.span() for word in re.finditer(r"\w+", text)]


def some_words(random: Random, text: str) -> tuple[int, int]:
    words = words_of(text)
    first = random.randrange(len(words))
    return words[first][0], words[min(first + random.choice([0, 0, 1, 3, 6]), len(words) - 1)][1]


def edit(random: Random, tracked: Tracked, span: tuple[int, int], new: str) -> None:
    """Delete, insert or replace."""
    start, end = span
    match random.choice(["delete", "insert", "replace"]):
        case "delete":
            tracked.replace(start, end, "")
        case "insert":
            tracked.replace(start, start, new + " ")
        case _:
            tracked.replace(start, end, new)


@given(st.integers(0), st.integers(1, 8), st.booleans())
def test_edits_elsewhere_never_lose_a_passage(seed: int, edits: int, knows_old_text: bool) -> None:
    """Also when they bring the same words again; they leave alone the context that an anchor remembers."""
    random = Random(seed)
    old = article(random, random.randint(3, 12))
    start, end = some_words(random, old)
    anchor = make(old, start, end)
    assume(old.count(anchor.prefix + anchor.exact + anchor.suffix) == 1)
    edited = Tracked(old)
    for _ in range(edits):
        near = edited.where(start - CONTEXT, end + CONTEXT)
        span = some_words(random, edited.text)
        if span[1] <= near[0] or span[0] > near[-1]:
            words = [*NAMES, *COMMON, *[old[start:end]] * 20]
            edit(random, edited, span, " ".join(random.choices(words, k=3)))
    assume(edited.text.count(anchor.prefix + anchor.exact + anchor.suffix) == 1)
    found = find(anchor, edited.text, old if knows_old_text else None)
    assert found
    assert (found.start, found.end) == edited.now(start, end)


@given(st.integers(0), st.integers(1, 8))
def test_edits_anywhere_never_move_a_passage_to_other_words(seed: int, edits: int) -> None:
    random = Random(seed)
    old = article(random, random.randint(1, 12))
    start, end = some_words(random, old)
    edited = Tracked(old)
    for _ in range(edits):
        if words_of(edited.text):
            edit(random, edited, some_words(random, edited.text), " ".join(random.choices(NEW_WORDS, k=2)))
    check_tracked(old, start, end, edited)


@given(st.integers(0))
def test_one_edit_of_sentences_never_moves_a_passage_to_other_words(seed: int) -> None:
    """Also when sentences are there twice, or come to be."""
    random = Random(seed)
    written = re.findall(r"\w[^.]+\.", article(random, 6))
    once = [sentence + random.choice([" ", "\n\n"]) for sentence in written]
    sentences = random.choices(once, k=random.randint(1, 8)) if random.random() < 0.5 else once
    old = "".join(sentences)
    start, end = some_words(random, old)
    borders = [0]
    for sentence in sentences:
        borders.append(borders[-1] + len(sentence))
    first = random.randrange(len(sentences))
    last = min(first + random.choice([0, 1, 2]), len(sentences))
    new = random.choice(["", random.choice(sentences), article(random, 1) + " "])
    assume(sentences[first].strip() != new.strip() != sentences[max(last - 1, 0)].strip())
    edited = Tracked(old)
    edited.replace(borders[first], borders[last], new)
    check_tracked(old, start, end, edited)


@given(st.integers(0), st.integers(1, 4))
def test_a_moved_paragraph_takes_its_passages_along(seed: int, moves: int) -> None:
    random = Random(seed)
    old = re.sub(r"\s*\n\s*|(?<=\.) ", "\n\n", article(random, 8))
    start, end = some_words(random, old)
    assume("\n" not in old[start:end])
    edited = Tracked(old)
    for _ in range(moves):
        blocks = list(re.finditer(r"[^\n]+\n\n", edited.text))
        block = random.choice(blocks)
        moved = edited.chars[block.start() : block.end()]
        del edited.chars[block.start() : block.end()]
        at = random.choice([0, *(found.end() for found in re.finditer(r"\n\n", edited.text))])
        edited.chars[at:at] = moved
    check_tracked(old, start, end, edited)


@given(st.text(max_size=60), st.text(max_size=60), st.data())
def test_whatever_the_texts_an_anchor_is_found_in_the_text_or_lost(
    old: str, new: str, data: st.DataObject
) -> None:
    assume(old)
    start, end = draw_span(data, old)
    anchor = make(old, start, end)
    assert find(anchor, old) == find(anchor, old, old) == anchor
    for text in (old, None):
        found = find(anchor, new, text)
        assert found is None or found == make(new, found.start, found.end)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a" * 300_000, "a" * 150_000 + "b" + "a" * 150_000),
        ("Meng said. " * 30_000, "New. " + "Meng said. " * 30_000 + "Old."),
        ("\n".join(map(str, range(50_000))), "\n".join(map(str, reversed(range(50_000))))),
    ],
    ids=["one letter", "one sentence", "all moved"],
)
def test_long_texts_that_repeat_are_read(old: str, new: str) -> None:
    random = Random(1)
    starts = [random.randrange(len(old) - 60) for _ in range(100)]
    anchors = [make(old, start, start + random.randint(3, 60)) for start in starts]
    for text in (old, None):
        for anchor, found in zip(anchors, find_all(anchors, new, text), strict=True):
            assert found is None or found.exact == anchor.exact
