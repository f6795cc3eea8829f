"""Which encoding a text file has when nobody says so: by its marks, by being UTF-8, else by how its words look."""

import codecs
import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

_BOMS = (  # UTF-32 before UTF-16: its little-endian mark begins with the other's
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LEGACY: tuple[str, ...] = (
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp1257",
    "cp874",
    "mac_roman",
)
_LEGACY += ("cp850", "koi8_r", "cp932", "gb18030", "cp949", "big5")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", *_LEGACY, "latin-1")
"""Every encoding that a file may be said to have."""
_OF_LANGUAGE = {  # the code page that Windows programs of the country write
    **dict.fromkeys(("pl", "cs", "sk", "hu", "hr", "sl", "ro", "sq", "bs"), "cp1250"),
    **dict.fromkeys(("ru", "uk", "bg", "sr", "mk", "be", "kk"), "cp1251"),
    **dict.fromkeys(("ar", "fa", "ur"), "cp1256"),
    **dict.fromkeys(("lt", "lv", "et"), "cp1257"),
    "el": "cp1253",
    "tr": "cp1254",
    "az": "cp1254",
    "he": "cp1255",
    "th": "cp874",
    "ja": "cp932",
    "ko": "cp949",
    "zh": "gb18030",
    "zh-tw": "big5",
    "zh-hk": "big5",
}
_SAMPLE = 1 << 18  # bytes judged; the whole file is only checked for being UTF-8
_WEST = frozenset("áàâäãåæçéèêëíîïñóôöõøœúûüßÁÀÂÄÃÅÆÇÉÈÊËÍÎÑÓÔÖÕØÚÜ")
_EAST = frozenset("áäąćčďéęěíłńňóöőôřśšťúůüűýźżžășţâîđĐÁÄĄĆČĎÉĘĚÍŁŃÓÖŐŘŚŠŤÚŮÜŰÝŹŻŽ")
_BALTIC = frozenset("āčēģīķļņšūžąęėįųõäöüĀČĒĢĪĶĻŅŠŪŽĄĘĖĮŲÕÄÖÜ")
_TURKISH = frozenset("çğıöşüâîûÇĞİÖŞÜ")
_USUAL = {"cp1252": _WEST, "mac_roman": _WEST, "cp850": _WEST, "cp1250": _EAST, "cp1254": _TURKISH, "cp1257": _BALTIC}


def encoding_of(data: bytes, language: str = "en") -> str:
    """One of `ENCODINGS` that reads `data`; `language` of the business decides between equal looks.

    A byte order mark is left to the reader: it becomes U+FEFF, except with "utf-8-sig".
    """
    mark = next((name for bom, name in _BOMS if data.startswith(bom)), None)
    if mark or (mark := _utf_16_without_mark(data)):
        return mark
    return "utf-8" if _is_utf_8(data) else _likeliest(_foreign_part(data), language.lower())


def _utf_16_without_mark(data: bytes) -> str | None:
    """Every second byte of spaces, digits and separators is zero in UTF-16, whatever its script."""
    head = data[: _SAMPLE & ~1]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 40 <= len(head) or min(even, odd) * 4 > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _is_utf_8(data: bytes) -> bool:
    """UTF-8, or nearly: cut off within a character, or with a few bytes pasted in from elsewhere, it is still that."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        near = data[max(0, error.start - _SAMPLE) : error.start + _SAMPLE].decode("utf-8", "replace")
        return len(re.findall("[^\x00-\x7f\ufffd]", near)) > 10 * near.count("\ufffd")
    return True


def _foreign_part(data: bytes) -> bytes:
    """The stretch from shortly before the first byte that is not ASCII."""
    first = re.search(rb"[\x80-\xff]", data)
    start = max(0, first.start() - 1000) if first else 0
    return data[start : start + _SAMPLE]


def _likeliest(sample: bytes, language: str) -> str:
    home = _OF_LANGUAGE.get(language) or _OF_LANGUAGE.get(re.split("[-_]", language)[0], "cp1252")
    looks = {encoding: _look(sample, encoding) for encoding in dict.fromkeys([home, *_LEGACY])}
    possible = {encoding: look + 0.1 * (encoding == home) for encoding, look in looks.items() if look is not None}
    return max(possible, key=lambda encoding: possible[encoding], default="latin-1")


def _look(sample: bytes, encoding: str) -> float | None:
    """How much the words with foreign letters look like words, on average; None if `encoding` cannot be."""
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError as error:
        if error.end < len(sample) - 4:  # not merely cut off by the sample's end
            return None
        text = sample[: error.start].decode(encoding, "ignore")
    words = {word for word in re.findall(r"[^\s,;|\t\"@.<>()0-9-]+", text) if not word.isascii()}
    scores = [_word_look(word, encoding) for word in words]
    return sum(scores) / max(1, len(scores))


def _word_look(word: str, encoding: str) -> float:
    """From -3, hardly a word, to 1, one as people write it."""
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return 0.5  # a dash or a currency sign that stands alone
    scripts = {_script(c) for c in letters}
    if len(scripts) > 1 and not scripts <= {"CJK", "HIRAGANA", "KATAKANA"}:
        return -3
    if any(not (c.isalpha() or unicodedata.category(c) in ("Mn", "Mc") or c in "’'") for c in word if not c.isascii()):
        return -2  # a symbol within a word
    if any(a.islower() and b.isupper() for a, b in pairwise(word)):
        return -1
    if len(word) == 1:
        return 0.3
    return _latin_look(letters, encoding) if scripts == {"LATIN"} else _other_look(word, scripts, encoding)


def _latin_look(letters: list[str], encoding: str) -> float:
    foreign = [c for c in letters if not c.isascii()]
    if len(letters) > 2 and len(foreign) > 0.6 * len(letters):
        return -1  # accents are the exception in every language of Latin script
    usual = _USUAL.get(encoding, _WEST)
    return sum(1.0 if c in usual else 0.2 for c in foreign) / max(1, len(foreign))


def _other_look(word: str, scripts: set[str], encoding: str) -> float:
    if _is_rare(word, encoding):
        return 0.2
    if word.islower():
        return 0.8  # names have capitals where the script has them
    return 0.95 if scripts == {"HANGUL"} else 0.9


def _is_rare(word: str, encoding: str) -> bool:
    """Ideographs of everyday use stand in the first halves of the national sets; bytes read wrongly fall anywhere."""
    if encoding not in ("gb18030", "big5", "cp949", "cp932"):
        return False
    leads = [c.encode(encoding, "replace")[0] for c in word]
    common = {"gb18030": (0xB0, 0xD7), "big5": (0xA4, 0xC6), "cp949": (0xB0, 0xC8), "cp932": (0x82, 0x97)}[encoding]
    return sum(common[0] <= lead <= common[1] for lead in leads) < 0.8 * len(leads)


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "?").split()[0]
