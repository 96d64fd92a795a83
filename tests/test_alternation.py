"""Words looked for at once: `Places` finds what the pattern of the same words finds, and what it overlaps."""

import random
import re

from report_extract._lexicon.alternation import Places, alternation


def test_places_are_those_of_the_pattern_of_the_same_words() -> None:
    chance = random.Random(20261126)
    for _ in range(200):
        words = {"".join(chance.choices("局委公司中国.", k=chance.randint(1, 4))) for _ in range(chance.randint(1, 12))}
        text = "".join(chance.choices("局委公司中国.的", k=60))
        pattern, expected = re.compile(alternation(words)), []
        found = pattern.search(text)
        while found is not None:
            expected.append((found.start(), found.group()))
            found = pattern.search(text, found.start() + 1)
        assert list(Places(words).of(text)) == expected, (words, text)


def test_a_word_cut_off_by_the_end_of_the_text_is_not_found() -> None:
    assert list(Places(["委员会", "委"]).of("市委员")) == [(1, "委")]
    assert list(Places(["委员会"]).of("市委员")) == []
