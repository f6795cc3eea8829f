"""Names and finding people: the search key, how a name is joined and shown, and who may be the same person twice."""

import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Generic, Literal, TypeVar

from rapidfuzz import fuzz

from bizet_core.describe.formats.text import one_line

NAME_LIMIT = 200  # characters; longer ones are refused where they are typed or imported

# ---------------------------------------------------------------------------------------------- the search key

_APOSTROPHES = dict.fromkeys(map(ord, "'’‘‛ʼʻʹ`´′＇"), None)
_LETTERS = str.maketrans(  # letters that Unicode does not decompose, and Arabic ones that are typed either way
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t", "ŋ": "n"}
    | {"ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ـ": ""}
)
_IN_WORDS = frozenset("@._+&#")  # parts of e-mail addresses and of names such as "R&B"
# Marks that people leave out while typing. Those of Thai, Indic and Japanese writing are letters to their readers.
_MARKS = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u06d6-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe2f]"
)
_IDEOGRAPHS = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003134f]+")


def search_key(text: str) -> str:
    """`text` as it is searched: case, accents, ligatures, punctuation and foreign digits folded; words by one space."""
    if text.isascii():
        return " ".join(text.translate(_ASCII).split())
    plain = unicodedata.normalize("NFKC", text.translate(_APOSTROPHES)).casefold()
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", plain)).casefold()
    folded = "".join(map(_fold, bare)).translate(_APOSTROPHES).translate(_LETTERS)
    return " ".join(unicodedata.normalize("NFC", folded).split())


@lru_cache(maxsize=4096)
def _fold(character: str) -> str:
    kind = unicodedata.category(character)
    if kind == "Nd":
        return str(unicodedata.decimal(character))
    if kind in ("Cf", "Cs"):  # joiners, direction marks, broken surrogates: nobody types them
        return ""
    return " " if kind[0] in "PZC" and kind != "Co" and character not in _IN_WORDS else character


_ASCII = {code: None if code in _APOSTROPHES else _fold(chr(code).lower()) for code in range(128)}
"""What becomes of characters that need no look at Unicode's tables: a tenth of the time for most names."""


@lru_cache(maxsize=64)
def search_words(typed: str) -> tuple[str, ...]:
    """What was typed into a search box as words that must all be found; a phone number is one word of digits."""
    digits = _phone_digits(typed)
    return (digits,) if digits else tuple(dict.fromkeys(search_key(typed).split()))


def _phone_digits(typed: str) -> str:
    """The digits of something typed like a phone number, without what only callers from abroad dial; else empty."""
    text = unicodedata.normalize("NFKC", typed).strip()
    if not re.fullmatch(r"\+?[\d\s().\-–/+]*", text):
        return ""
    digits = search_key(re.sub(r"(?<=\d)\s*\(0\)", "", text)).translate(str.maketrans("", "", " .+"))
    if len(digits) < 3:
        return ""
    return digits[2:] if digits.startswith("00") and len(digits) > 8 else digits


def phone_keys(phone: str) -> tuple[str, ...]:
    """The digits of an E.164 number as it is dialled from abroad and at home: both are typed at the desk."""
    import phonenumbers  # 21 MB: not before it is needed

    abroad = re.sub(r"\D", "", phone)
    try:
        number = phonenumbers.parse(phone, None)
    except phonenumbers.NumberParseException:
        return (abroad,) if abroad else ()
    home = re.sub(r"\D", "", phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL))
    return (abroad,) if home in abroad else (abroad, home)


def customer_key(name: str, given: str = "", family: str = "", phone: str = "", email: str = "") -> str:
    """Everything a customer is found by, as one search key.

    Written without spaces, each character of a name may be the beginning of its second part: 王伟 is found by 伟 too.
    """
    words = search_key(f"{name} {given} {family}").split()
    tails = [run[i:] for word in words for run in _IDEOGRAPHS.findall(word) for i in range(1, min(len(run), 8))]
    return " ".join(dict.fromkeys([*words, *tails, *phone_keys(phone), *search_key(email).split()]))


Reason = Literal["name", "phone", "email"]


def match_reason(typed: str, name: str, phone: str = "", email: str = "") -> Reason | None:
    """Which field of a customer explains that it was found: one that holds all the words, else the first that helps."""
    words = search_words(typed)
    read: dict[Reason, Callable[[], str]] = {
        "name": lambda: customer_key(name),
        "phone": lambda: " ".join(phone_keys(phone)) if any(map(str.isdecimal, words)) else "",
        "email": lambda: search_key(email),
    }
    held: dict[Reason, int] = {}
    keys: list[str] = []
    for field, key in read.items():
        keys.append(key())
        held[field] = sum(_holds(keys[-1], word) for word in words)
        if words and held[field] == len(words):
            return field
    everything = " ".join(keys)
    if not words or not all(_holds(everything, word) for word in words):
        return None
    return next(field for field, count in held.items() if count)


def _holds(key: str, word: str) -> bool:
    """Three characters and more anywhere, fewer only at the beginning of a word: as `store.search` looks."""
    return word in key if len(word) >= 3 else f" {word}" in f" {key}"


def closeness(typed: str, name: str) -> int:
    """How near a found name is to what was typed, for ordering: 0 equal, 1 begins so, 2 its words do, 3 elsewhere."""
    wanted, key = " ".join(search_words(typed)), search_key(name)
    if wanted == key:
        return 0
    if key.startswith(wanted):
        return 1
    return 2 if all(f" {word}" in f" {key}" for word in wanted.split()) else 3


# ------------------------------------------------------------------------------------------------------- names

NameOrder = Literal["given_first", "family_first"]
_FAMILY_FIRST = frozenset(("hu", "ja", "km", "ko", "mn", "si", "ta", "te", "vi", "yue", "zh"))  # CLDR nameOrderLocales


def name_order(language: str) -> NameOrder:
    """How the business's language joins the parts of a name ("zh-TW": family first)."""
    return "family_first" if re.split(r"[-_]", language.lower())[0] in _FAMILY_FIRST else "given_first"


def join_name(given: str, family: str, order: NameOrder = "given_first") -> str:
    """One name from its parts, in the business's order: the script of a name does not tell, so none is guessed.

    Parts written wholly in Han, kana or Hangul stand together, as they are written.
    """
    parts = [one_line(family), one_line(given)] if order == "family_first" else [one_line(given), one_line(family)]
    together = all(_IDEOGRAPHS.fullmatch(part) for part in parts)
    return ("" if together else " ").join(part for part in parts if part)


def shown_name(name: str, phone: str = "", email: str = "") -> str:
    """What screens call a customer: the name, else the phone, else the e-mail address; empty if nothing is known."""
    return one_line(name) or phone or email


def greeting_name(name: str, given: str = "") -> str:
    """What a message calls a customer. A given name is used only if somebody said which part it is."""
    return one_line(given) or one_line(name)


def initials(name: str) -> str:
    """One or two characters for the round picture: of the first and last word, or the first character of 王伟."""
    words = [word for word in re.split(r"[\s\-.,]+", one_line(name)) if word[:1].isalpha()]
    if not words:
        return name.strip()[:1]
    if _IDEOGRAPHS.match(words[0]) or len(words) == 1:
        return words[0][0].upper()
    return (words[0][0] + words[-1][0]).upper()


@dataclass(frozen=True, slots=True)
class Draft:
    """A customer as far as one typed line tells."""

    name: str = ""
    phone: str = ""  # as typed: the phone field reads it
    email: str = ""


def draft(typed: str) -> Draft:
    """The new customer that a search line without a match becomes: "Ana Reis 07700 900142" has a name and a phone."""
    email = next((word.strip("<>,;") for word in typed.split() if "@" in word.strip("@<>,;")), "")
    rest = typed.replace(email, " ") if email else typed
    number = re.search(r"\+?\d[\d\s().\-/]{4,}\d", unicodedata.normalize("NFKC", rest))
    phone = number.group().strip() if number else ""
    name = unicodedata.normalize("NFKC", rest).replace(phone, " ") if phone else rest
    return Draft(one_line(name.strip(" \t,;<>")), phone, email)


# ------------------------------------------------------------------------------------------- the same person twice


class Sameness(StrEnum):
    """What a likeness means at the desk."""

    SAME = "same"
    MAYBE = "maybe"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Person:
    """What tells people apart; phones in E.164."""

    name: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Likeness:
    """How likely two records are one person, in percent, and which fields say so."""

    percent: int
    because: tuple[Reason, ...] = ()

    @property
    def sameness(self) -> Sameness:
        """Same from 90 %, maybe from 50 %."""
        if self.percent >= 90:
            return Sameness.SAME
        return Sameness.MAYBE if self.percent >= 50 else Sameness.DIFFERENT


def likeness(one: Person, other: Person) -> Likeness:
    """Judge two records. Families share a phone, so a shared contact counts fully only when the names agree too."""
    contacts = _shared_contacts(one, other)
    alike = _alike(search_key(one.name), search_key(other.name), loosely=bool(contacts))
    if contacts and not alike:
        return Likeness(60, contacts)
    if contacts:
        return Likeness(100 if len(contacts) == 2 else 95, (*contacts, "name"))
    return Likeness(_by_name_alone(one, other), ("name",)) if alike else Likeness(0)


def _shared_contacts(one: Person, other: Person) -> tuple[Reason, ...]:
    phone: tuple[Reason, ...] = () if set(one.phones).isdisjoint(other.phones) else ("phone",)
    email: tuple[Reason, ...] = () if set(_lower(one.emails)).isdisjoint(_lower(other.emails)) else ("email",)
    return phone + email


def _by_name_alone(one: Person, other: Person) -> int:
    """Equal names with nothing against it 75 %; a different phone *and* a different address tell two people."""
    against = bool(one.phones and other.phones) + bool(one.emails and other.emails)
    equal = _by_words(one.name) == _by_words(other.name)
    return (75 if equal else 60, 60 if equal else 50, 40)[against]


def _alike(one: str, other: str, loosely: bool) -> bool:
    """Are two name keys the same name? Loosely, "olivia" is "olivia hart" and a missing name is any name."""
    if not one or not other:
        return loosely
    if loosely:
        return max(fuzz.token_sort_ratio(one, other), fuzz.token_set_ratio(one, other)) >= 80
    return fuzz.token_sort_ratio(one, other) >= 92


def _lower(addresses: Iterable[str]) -> tuple[str, ...]:
    return tuple(address.casefold() for address in addresses)


def _by_words(name: str) -> str:
    return " ".join(sorted(search_key(name).split()))


K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Found(Generic[K]):
    """A known person like the one asked about."""

    key: K
    likeness: Likeness


class KnownPeople(Generic[K]):
    """People by phone, address and name, so that each of 100,000 imported rows is compared with a few only.

    Names are looked up whole, in any order of their words; misspelt ones are found only through a shared contact.
    """

    def __init__(self, people: Iterable[tuple[K, Person]] = ()) -> None:
        self._people: dict[K, Person] = {}
        self._by: dict[str, list[K]] = {}
        for key, person in people:
            self.add(key, person)

    def add(self, key: K, person: Person) -> None:
        """Know one more."""
        self._people[key] = person
        for mark in _marks_of(person):
            self._by.setdefault(mark, []).append(key)

    def likest(self, person: Person) -> Found[K] | None:
        """The most likely same person, if one is at least maybe the same; the first known wins a tie."""
        keys = dict.fromkeys(key for mark in _marks_of(person) for key in self._by.get(mark, ())[:50])
        found = [Found(key, likeness(person, self._people[key])) for key in keys]
        best = max(found, key=lambda one: one.likeness.percent, default=None)
        return best if best and best.likeness.sameness is not Sameness.DIFFERENT else None


def _marks_of(person: Person) -> list[str]:
    marks = [*person.phones, *_lower(person.emails)]
    return [*marks, f"name {_by_words(person.name)}"] if person.name else marks
