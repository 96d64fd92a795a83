"""Bytes to text: BOM, strict UTF-8, UTF-16 by its NULs, then GB18030 against Big5 by common characters.

Nothing is guessed silently: what had to be replaced, mixed or mapped is named in the notes. Bytes that are no
text, or that could be two different texts, are refused with a reason code.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from report_extract.errors import InputError

Decoded = tuple[str, str, tuple[str, ...]]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# The commonest characters of Chinese prose, simplified and traditional, and its marks.
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后"
    "多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合"
    "还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只"
    "没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边"
    "流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造"
    "百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例"
    "真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且"
    "究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何"
    "除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满"
    "县局照参红细引听该铁价严首底液官德随病苏失尔死讲配女黄推显谈罪神艺呢席含企望密批营项防举球英氧势告李台落木帮"
    "亚居街镇村疫控护员校医院警察镇府记者介绍昨明晚早午晨获悉预计增长下降亿元"
    "這個們來時會國說學對發為過動後經產種麼與還進開關無應現實點從業體機電當兩間樣樓區總條問題關係長門車東風馬見計"
    "報訊號義處務員級組統運領導設據變單軍農決爭濟階採轉場帶達積議聲離華確張節話況傳許廣記須際連斷難礦備辦習響約勞"
    "團歷構稱準值擇標寫養層專狀廠識適屬圓滿縣參紅細聽該鐵價嚴隨蘇爾講黃顯談藝營項舉勢臺灣億衛鎮醫護資訊內將萬邊"
    "。，、：；！？“”‘’（）《》—…「」\n"
)
_SOUND = 0.25
_MARGIN = 0.1
_SURE = 0.45

_CP936_EURO = b"\x80"
_TEXTUAL = re.compile(r"[\t\n\r\x20-\x7e]")
_STRANGE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd]")
_MOJIBAKE = re.compile(r"锟斤拷|烫烫烫|屯屯屯|Ã[\x80-\xbf]|ï¿½")


class RefusedError(InputError):
    """Input that cannot be used; `reason` is the code for the record of unread inputs."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class _Guess(NamedTuple):
    score: float
    text: str
    encoding: str
    notes: tuple[str, ...]


def decode(data: bytes) -> Decoded:
    """The text of `data`, the name of its encoding, and notes on everything that was not read cleanly.

    A byte order mark is left out of the text. Raises InputError where the bytes are no text
    (`not_text`) or fit two encodings equally well (`encoding_ambiguous`).

    >>> decode("图书馆接待读者。".encode("gb18030"))
    ('图书馆接待读者。', 'gb18030', ())
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], encoding)
    wide = _utf16_by_nuls(data)
    if wide is not None:
        return wide
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(data)
    return _two_byte_gbk(data, text) or _checked(text, "utf-8", ())


def common_share(text: str) -> float:
    """The share of common Chinese characters and marks in `text`, ASCII left out; 1.0 for ASCII alone."""
    sample = _TEXTUAL.sub("", text[:20_000])
    if not sample:
        return 1.0
    return sum(map(_COMMON.__contains__, sample)) / len(sample)


def _marked(data: bytes, encoding: str) -> Decoded:
    try:
        return data.decode(encoding), encoding, ()
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        _require_text(text)
        return text, encoding, (_lossy(text),)


def _two_byte_gbk(data: bytes, text: str) -> Decoded | None:
    """A few words of GBK may happen to be valid UTF-8, of two bytes a character and never Chinese."""
    if text.isascii() or max(text) >= "\u0800":
        return None
    try:
        other = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    return (other, "gb18030", ()) if common_share(other) >= _SURE else None


def _checked(text: str, encoding: str, notes: tuple[str, ...]) -> Decoded:
    """Valid in its encoding; but is it prose? What was wrongly decoded before it came here is only flagged."""
    sample = text[:20_000]
    odd = len(_STRANGE.findall(sample))
    if len(sample) >= 16 and odd > 0.2 * len(sample):
        raise RefusedError("not_text", "not a text: control characters all over; a text file is needed")
    if _MOJIBAKE.search(text) or (len(sample) >= 60 and common_share(sample) < 0.12):
        notes = (*notes, "mojibake_suspected")
    return text, encoding, notes


def _utf16_by_nuls(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: the high bytes of ASCII are NULs, all on one side."""
    head = data[:8192]
    if len(head) < 4 or head.count(0) < max(2, len(head) // 200):
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    if min(even, odd) * 10 > max(even, odd):
        return None
    encoding = "utf-16-be" if even > odd else "utf-16-le"
    text = data.decode(encoding, "replace")
    if common_share(text) < _SOUND or text.count("\ufffd") > 1 + len(text) // 100:
        return None
    return text, encoding, (_lossy(text),) if "\ufffd" in text else ()


def _legacy(data: bytes) -> Decoded:
    """Not UTF-8: GB18030, Big5, UTF-16 without NULs; if none of them fits, the same with losses."""
    guesses = sorted(_strict(data), reverse=True)
    if guesses and guesses[0].score >= _SOUND:
        best = guesses[0]
        rivals = [other for other in guesses[1:] if other.text != best.text]
        if rivals and best.score - rivals[0].score < _MARGIN and best.score < _SURE:
            names = f"{best.encoding} and {rivals[0].encoding}"
            raise RefusedError("encoding_ambiguous", f"fits {names} equally well; UTF-8 is needed")
        return best.text, best.encoding, best.notes
    lossy = _by_line(data) or _with_losses(data)
    if lossy is None:
        raise RefusedError("not_text", "not a text in UTF-8, GB18030, Big5 or UTF-16; a text file is needed")
    return lossy


def _strict(data: bytes) -> list[_Guess]:
    guesses: list[_Guess] = []
    for encoding in ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        # A strict reading as GB18030 that makes common words wins over the others at equal plausibility.
        bonus = 0.02 if encoding == "gb18030" else 0.0
        guesses.append(_Guess(common_share(text) - _strangeness(text) + bonus, text, encoding, ()))
    if not guesses and _CP936_EURO in data:
        try:
            text = _euro(data)
        except UnicodeDecodeError:
            return guesses
        guesses.append(_Guess(common_share(text), text, "gb18030", ("cp936_euro",)))
    return guesses


def _euro(data: bytes) -> str:
    """GBK in which the single byte 0x80 is the euro sign of code page 936."""
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError as error:
        if data[error.start : error.start + 1] != _CP936_EURO:
            raise
    parts: list[str] = []
    decoder = codecs.getincrementaldecoder("gb18030")()
    for byte in data:
        one = bytes([byte])
        if one == _CP936_EURO and not decoder.getstate()[0]:
            parts.append("€")
        else:
            parts.append(decoder.decode(one))
    return "".join(parts) + decoder.decode(b"", True)


def _by_line(data: bytes) -> Decoded | None:
    """A body in one encoding and lines in another."""
    texts: list[str] = []
    used: dict[str, None] = {}
    for line in data.splitlines(keepends=True):
        try:
            texts.append(line.decode("utf-8"))
            if not line.isascii():
                used["utf-8"] = None
        except UnicodeDecodeError:
            try:
                texts.append(line.decode("gb18030"))
            except UnicodeDecodeError:
                return None
            if common_share(texts[-1]) < _SOUND:
                return None
            used["gb18030"] = None
    if len(used) < 2:
        return None
    return "".join(texts), "+".join(used), ("mixed_encoding",)


def _with_losses(data: bytes) -> Decoded | None:
    """The encoding that loses least, if it loses little."""
    best: _Guess | None = None
    for encoding in ("utf-8", "gb18030", "big5hkscs"):
        text = data.decode(encoding, "replace")
        lost = text.count("\ufffd")
        if lost > 2 + len(text) // 50:
            continue
        score = common_share(text) - _strangeness(text) - 5 * lost / max(len(text), 1)
        if best is None or score > best.score:
            best = _Guess(score, text, encoding, (_lossy(text),))
    if best is None or common_share(best.text) < _SOUND or _strangeness(best.text) > 0.1:
        return None
    return best.text, best.encoding, best.notes


def _strangeness(text: str) -> float:
    return len(_STRANGE.findall(text[:20_000])) / max(min(len(text), 20_000), 1)


def _require_text(text: str) -> None:
    if text.count("\ufffd") > 2 + len(text) // 50:
        raise RefusedError("not_text", "not a text: its byte order mark does not fit its bytes; a text file is needed")


def _lossy(text: str) -> str:
    return f"lossy_decoding: {text.count(chr(0xFFFD))} characters replaced"
