"""Administrative divisions of China with their codes, asked by name, by code and by what lies in what.

Codes are those of GB/T 2260: six digits for provinces, prefectures and counties, nine for towns and subdistricts.
Names are no proof: 普陀区 lies in 上海 and in 舟山, so `named` gives every division of a name.
"""

from __future__ import annotations

import lzma
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from report_extract._values import value

_FOLDER = Path(__file__).parent
_LAST_NOUN = re.compile(r"(?:特别行政区|自治区|地区|林区|特区|省|市|区|县|盟|旗)$")
_NO_NAMES = frozenset(["市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"])
_COMMON = frozenset(["城区", "郊区", "矿区"])
_MUNICIPALITIES = frozenset(["11", "12", "31", "50"])
_TOWN = re.compile(r"(?P<code>[0-9]{3})?(?P<name>[^0-9 ]+)")


@value
class Division:
    """A division: its code of 2, 4, 6 or 9 digits, and its full name."""

    digits: str
    name: str

    @property
    def code(self) -> str:
        """The code as it is written: at least six digits."""
        return self.digits.ljust(6, "0")

    def lies_in(self, other: Division) -> bool:
        """True for a division below the other."""
        return self.digits != other.digits and self.digits.startswith(other.digits)


@dataclass(frozen=True, eq=False)
class Divisions:
    """The file, read once. `full` maps full names, `short` names without their last noun, to divisions."""

    full: dict[str, tuple[Division, ...]]
    short: dict[str, tuple[Division, ...]]
    _towns: dict[str, str]

    def named(self, name: str) -> tuple[Division, ...]:
        """All divisions above towns of this name; without its last noun a province goes first, then a prefecture.

        >>> [division.code for division in divisions().named("普陀区")]
        ['310107', '330903']
        >>> [division.code for division in divisions().named("吉林")]
        ['220000']
        """
        found = self.full.get(name)
        if found is None:
            found = _leading(self.short.get(name, ()))
        return found if len(found) < 2 else tuple(d for d in found if not any(d.lies_in(other) for other in found))

    def towns(self, county: Division) -> dict[str, str]:
        """Names of the towns and subdistricts of a county or district, each with its code of nine digits."""
        out: dict[str, str] = {}
        number = 0
        for match in _TOWN.finditer(self._towns.get(county.digits, "")):
            number = int(match["code"]) if match["code"] else number + 1
            out[match["name"]] = f"{county.digits}{number:03}"
        return out

    def parts(self, name: str) -> tuple[str, ...]:
        """The divisions that a name strings together, outermost first; empty where it is not made of such.

        >>> divisions().parts("上海市普陀区"), divisions().parts("上海普陀"), divisions().parts("云澜县")
        (('上海市', '普陀区'), ('上海', '普陀'), ())
        """
        out: list[str] = []
        at = 0
        while at < len(name):
            for end in range(min(len(name), at + 15), at + 1, -1):
                if name[at:end] in self.full or name[at:end] in self.short:
                    out.append(name[at:end])
                    at = end
                    break
            else:
                return ()
        return tuple(out)


def _leading(found: tuple[Division, ...]) -> tuple[Division, ...]:
    """Without their last noun provinces are called by their names, then prefectures; a district of 北京 may be too."""
    for size in (2, 4):
        higher = tuple(division for division in found if len(division.digits) == size)
        if higher and not (size == 4 and any(division.digits[:2] in _MUNICIPALITIES for division in found)):
            return higher
    return found


@cache
def divisions() -> Divisions:
    """The packaged divisions."""
    full: dict[str, tuple[Division, ...]] = {}
    short: dict[str, tuple[Division, ...]] = {}
    towns: dict[str, str] = {}
    last = ""
    for line in (_FOLDER / "divisions.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        digits, _, rest = line.partition("\t")
        if not rest:
            towns[last] = line
            continue
        last = digits
        name, _, given = rest.partition("\t")
        if name in _NO_NAMES:
            continue
        division = Division(digits, name)
        if name not in _COMMON:
            full[name] = (*full.get(name, ()), division)
        stem = given or _LAST_NOUN.sub("", name)
        if len(stem) > 1 and name not in _COMMON:
            short[stem] = (*short.get(stem, ()), division)
        if given and name[-1] in "州县旗":  # 临夏州
            full[given + name[-1]] = (*full.get(given + name[-1], ()), division)
    return Divisions(full, short, towns)


@cache
def _communities() -> dict[str, str]:
    packed = lzma.decompress((_FOLDER / "communities.txt.xz").read_bytes()).decode("utf-8")
    return dict(line.split(" ", 1) for line in packed.splitlines())


@lru_cache(maxsize=64)
def communities(county: Division) -> frozenset[str]:
    """Stems of the neighbourhood committees of a county or district: 兰桂苑 of 兰桂苑社区居委会."""
    return frozenset(_communities().get(county.digits, "").split(" "))


def is_division_stem(name: str) -> bool:
    """True for the name of a county, district or city without its last character: 涪陵, 海安."""
    full = divisions().full
    return len(name) == 2 and any(name + end in full for end in "区县市旗")
