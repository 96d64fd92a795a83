"""The words of `relating.toml`, compiled once a lexicon for the questions that relating asks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from report_extract._kinds.naming import words_of
from report_extract._lexicon import Lexicon
from report_extract._lexicon.alternation import alternation
from report_extract._lexicon.relating import RelatingWord

_HUMAN = frozenset("者客民众户人生长友迷")
IN_BRACKETS = r"[(（][^()（）]{0,40}[)）]"
_LEAD_MARKS = r"[\s，,、“”\"'‘’「」《》・·—▲△▼▽●○◆◇■□★☆※◎-]"


@dataclass(frozen=True, slots=True, eq=False)
class RelatingWords:
    """Sets for words that stand alone, patterns for words that are looked for at a place.

    `folk` are those of `other` that are people, `halt` the words at which an introduction ends, `lead_in` what is
    skipped before them, `subject` every word that may stand for a holder without a name; `lead_firsts` and
    `subject_firsts` are the characters with which those begin.
    """

    act: frozenset[str]
    measured: frozenset[str]
    link: frozenset[str]
    flow: frozenset[str]
    part: frozenset[str]
    idle: frozenset[str]
    light: frozenset[str]
    stray: re.Pattern[str]
    member: re.Pattern[str]
    amount: re.Pattern[str]
    belonging_types: frozenset[str]
    other: re.Pattern[str]
    folk: re.Pattern[str]
    scope: re.Pattern[str]
    first: re.Pattern[str]
    outcome: re.Pattern[str]
    speaks: re.Pattern[str]
    publishes: re.Pattern[str]
    told: re.Pattern[str]
    stands_for: re.Pattern[str]
    stands_for_types: Mapping[str, frozenset[str]]
    stands_for_ends: Mapping[str, tuple[str, ...]]
    lead: re.Pattern[str]
    halt: re.Pattern[str]
    lead_in: re.Pattern[str]
    subject: re.Pattern[str]
    lead_firsts: frozenset[str]
    subject_firsts: frozenset[str]


@lru_cache(maxsize=8)
def relating_words(lexicon: Lexicon) -> RelatingWords:
    """The relating words of a lexicon."""
    forms: dict[str, set[str]] = {}
    belonging_types: set[str] = set()
    pointers: dict[str, frozenset[str]] = {}
    pointer_ends: dict[str, tuple[str, ...]] = {}
    for entry in lexicon.entries("relating", RelatingWord):
        forms.setdefault(entry.role, set()).update(entry.forms)
        if entry.role == "belonging":
            belonging_types.update(entry.types)
        if entry.role == "stands_for":
            pointers.update(dict.fromkeys(entry.forms, frozenset(entry.types)))
            pointer_ends.update({form: _endings(form, entry.ends) for form in entry.forms})
    shells = words_of(lexicon).shell
    lead = f"{_one_of(shells)}|{_LEAD_MARKS}"
    halt = _one_of([*pointers, *forms["scope"]])
    subjects = [*pointers, *forms["scope"], *forms["first"], *forms["member"], *forms["other"], "他", "她"]
    return RelatingWords(
        act=frozenset(forms["act"]),
        measured=frozenset(forms["measured"]),
        link=frozenset(forms["link"]),
        flow=frozenset(forms["flow"]),
        part=frozenset(forms["part"]),
        idle=frozenset(forms["idle"]),
        light=frozenset(forms["light"]),
        stray=_any(forms["stray"]),
        member=_any(forms["member"]),
        amount=re.compile(f"[\u3400-\u9fff]{{0,10}}?(?:{_one_of(forms['belonging'])})"),
        belonging_types=frozenset(belonging_types),
        other=_any(forms["other"]),
        folk=_any(word for word in forms["other"] if word[-1] in _HUMAN),
        scope=_any(forms["scope"]),
        first=_any(forms["first"]),
        outcome=re.compile(f"(?:均|已|被|全部|不幸|当场|先后|陆续|因此|成功|将)?({_one_of(forms['outcome'])})"),
        speaks=re.compile(
            f'(?:{IN_BRACKETS}|[^，,：:；;。“「()（）]){{0,24}}?(?:{_one_of(forms["speak"])}|告诉[^，,：:；;。“「]{{0,8}}(?:记者|笔者))道?了?(?=[，,：:“「"]|$)'
        ),
        publishes=re.compile(
            f"(?:(?!大数据)[^，,。；;：:]){{0,26}}?(?:{_one_of(forms['publish'])}|[^，,。；;：:]{{0,12}}(?:统计|调查|监测|研究|调度)(?:结果|报告)?[也还均]?显示)"
        ),
        told=re.compile(f"(?:{_one_of(forms['report'])})[，,：:]?$"),
        stands_for=_any(pointers),
        stands_for_types=pointers,
        stands_for_ends=pointer_ends,
        lead=re.compile(lead),
        halt=re.compile(halt),
        lead_in=re.compile(f"(?:(?!{halt})(?:{lead}|{IN_BRACKETS})){{0,40}}+"),
        subject=re.compile(_one_of(subjects)),
        lead_firsts=_begins({*shells, *"(（"}),
        subject_firsts=frozenset(word[0] for word in subjects),
    )


def _begins(words: Iterable[str]) -> frozenset[str]:
    """Characters with which a word or a mark of the introduction begins."""
    marks = re.compile(_LEAD_MARKS)
    return frozenset([word[0] for word in words]) | frozenset(filter(marks.match, map(chr, range(0x10000))))


def _endings(pointer: str, ends: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """How a body is called that the pointer can mean: 该校 is a 大学, 中学 …; () where any will do."""
    return next((names for end, names in ends.items() if pointer.endswith(end)), ())


def _one_of(forms: Iterable[str]) -> str:
    return alternation(forms)


def _any(forms: Iterable[str]) -> re.Pattern[str]:
    return re.compile(_one_of(forms))
