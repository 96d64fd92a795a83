"""Models of the lexicon files for names: organisations, compounds, persons, places."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from report_extract._lexicon.loading import Entry


class OrganisationSuffix(Entry):
    """The last noun of a body's name.

    `needs` says what must stand before it: `any` modifier, or a `proper` one (a place, a proper noun, an ordinal,
    an elliptic 区/市/县, or a tagger's evidence); a `whole` name needs nothing. `nominal` suffixes may stand alone
    for the one body so called; before a `quoted` one a name in quotation marks may stand; `not_before` are words
    behind it that make it a common noun (中心|城市). An `alone` one is a short name that needs no prefix (卫健委).
    """

    type: str
    needs: Literal["any", "proper", "whole"] = "proper"
    nominal: bool = False
    quoted: bool = False
    alone: bool = False
    not_before: Annotated[tuple[str, ...], Field(strict=False)] = ()


class CompoundSuffix(Entry):
    """The last noun of a residential compound's or community's name.

    A `shared` suffix may close a list (甲和乙居民区); a `listed` one only behind 等 (甲、乙等村). One that needs
    `homes` holds where people who live there, a building or a stage of building follow.
    """

    type: str
    needs: Literal["any", "proper", "homes"] = "proper"
    shared: bool = False
    listed: bool = False


class TitleWord(Entry):
    """Words before or after a person's name: an `office` is a title, a `role` only says what kind of person."""

    rank: Literal["office", "role"]


class NameWord(Entry):
    """Words that decide where a name begins.

    `inner` may stand in a name though it is a verb or adverb; `stop` never does; `generic` makes the name a
    common noun; `people` are nouns of persons, which end a body's name; `person_stop` only look like a person;
    `shell` may open a clause before its subject; `refused` end in a suffix and are no body; `portfolio` are fields
    of government that a list may give to 部门 (财政、教育等部门); behind `kinds` of bodies the name of one begins
    (网络安全企业|北辰集团); `trade` words end the short names of firms (远航科技); an `event` is no body;
    `funds` are kinds of brokers and funds (公募|基金).
    """

    role: Literal[
        "inner", "stop", "generic", "people", "person_stop", "shell", "refused", "portfolio", "kinds", "trade", "event",
        "funds",
    ]  # fmt: skip


class Surname(Entry):
    """Chinese surnames, single or compound."""

    length: Literal[1, 2]


class PlaceName(Entry):
    """Places that are written without their suffix too (北京, 保定).

    A `nation` word stands before bodies of the whole country (全国, 中央) and is no place by itself; `short` ones are
    countries by one character (俄, 乌), which only stand before other words; `abroad` are cities of other countries.
    """

    level: Literal["country", "nation", "province", "prefecture", "region", "short", "abroad"]


class ShortNoun(Entry):
    """A last noun (`name`) and its short forms: 委员会, 委. An example maps a full name to a contraction of it."""
