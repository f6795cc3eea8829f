"""Names as people write them and type them, and two records of one person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bizet_core.people.customers.rules import (
    Draft,
    KnownPeople,
    Person,
    Sameness,
    closeness,
    customer_key,
    draft,
    greeting_name,
    initials,
    join_name,
    likeness,
    match_reason,
    name_order,
    phone_keys,
    search_key,
    search_words,
    shown_name,
)


def finds(typed: str, key: str) -> bool:
    """Look as the store does: three characters anywhere, fewer at the beginning of a word."""
    words = search_words(typed)
    return bool(words) and all(w in key if len(w) >= 3 else f" {w}" in f" {key}" for w in words)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Inês Duarte", "ines"),
        ("Søren Łukasiewicz", "soren lukas"),
        ("Strauß", "STRAUSS"),
        ("İpek Yıldız", "ipek yildiz"),
        ("Sam O’Neill", "oneill"),
        ("Sam ONeill", "o'neill"),
        ("Kim Soo-ah", "soo ah"),
        ("أحمد الحدّاد", "احمد الحداد"),
        ("فاطمة", "فاطمه"),
        ("Ёлкина Мария", "елкина"),
        ("Γιώργος Παπαδόπουλος", "γιωργος"),
        ("สมชาย ใจดี", "ใจดี"),
        ("김수아", "수"),
        ("佐藤花子", "花子"),
        ("ﬁona", "fiona"),
        ("Ｔａｎａｋａ", "tanaka"),
        ("Zoë 🌸", "🌸"),
        ("René", "Rene\u0301"),
    ],
)
def test_a_name_is_found_as_people_type_it(name: str, typed: str) -> None:
    assert finds(typed, customer_key(name))


@pytest.mark.parametrize("typed", ["王", "伟", "王伟"])
def test_a_chinese_name_is_found_by_one_character(typed: str) -> None:
    assert finds(typed, customer_key("王伟"))


def test_two_letters_match_only_the_beginning_of_a_word() -> None:
    key = customer_key("Olivia Hart")
    assert finds("ha", key)
    assert finds("ol", key)
    assert not finds("ar", key)
    assert finds("art", key)


def test_thai_vowels_and_japanese_voicing_are_letters_not_accents() -> None:
    assert search_key("กี่") != search_key("กา")
    assert search_key("が") != search_key("か")


@pytest.mark.parametrize(
    "typed",
    [
        "+44 7700 900142",
        "07700 900 142",
        "0044 7700 900142",
        "+44 (0)7700 900142",
        "(07700) 900-142",
        "900142",
        "٠٧٧٠٠ ٩٠٠١٤٢",
    ],
)
def test_a_phone_number_is_found_however_it_is_typed(typed: str) -> None:
    key = customer_key("Olivia Hart", phone="+447700900142")
    assert finds(typed, key)
    assert not finds(typed, customer_key("Olivia Hart", phone="+447700900555"))


def test_a_number_has_its_digits_from_abroad_and_at_home() -> None:
    assert phone_keys("+447700900142") == ("447700900142", "07700900142")
    assert phone_keys("+14155550100") == ("14155550100",)
    assert phone_keys("") == ()
    assert phone_keys("12") == ("12",)


def test_nothing_typed_finds_nothing() -> None:
    assert search_words("  \u200b ") == ()
    assert match_reason(" ", "Olivia Hart") is None


@given(st.text())
def test_a_search_key_is_settled_and_can_be_stored(text: str) -> None:
    key = search_key(text)
    assert search_key(key) == key
    assert key == " ".join(key.split())
    key.encode()


@given(st.text(min_size=1, max_size=30), st.data())
def test_every_beginning_of_a_name_finds_it(name: str, data: st.DataObject) -> None:
    words = search_key(name).split()
    if words and not search_key(name).replace(" ", "").isdigit():
        word = data.draw(st.sampled_from(words))
        assert finds(word, customer_key(name))


def test_the_row_says_why_it_was_found() -> None:
    hart = {"name": "Olivia Hart", "phone": "+447700900142", "email": "liv@example.com"}
    assert match_reason("hart", **hart) == "name"
    assert match_reason("0142", **hart) == "phone"
    assert match_reason("liv@", **hart) == "email"
    assert match_reason("olivia example", **hart) == "name"
    assert match_reason("marsh", **hart) is None


def test_a_name_that_begins_as_typed_comes_first() -> None:
    names = ["Joanna Hart", "Hart Anna", "Anna", "Anna Nowak", "Susanna"]
    assert sorted(names, key=lambda name: closeness("anna", name)) == [
        "Anna",
        "Anna Nowak",
        "Hart Anna",
        "Joanna Hart",
        "Susanna",
    ]


def test_parts_of_a_name_are_joined_in_the_order_of_the_business() -> None:
    assert join_name("Olivia", "Hart", name_order("en-GB")) == "Olivia Hart"
    assert join_name("伟", "王", name_order("zh-CN")) == "王伟"
    assert join_name("Olivia", "Hart", name_order("hu")) == "Hart Olivia"
    assert join_name("", "Hart") == "Hart"
    assert join_name("", "") == ""


def test_a_message_uses_the_given_name_only_if_somebody_said_which_it_is() -> None:
    assert greeting_name("Olivia Hart", "Olivia") == "Olivia"
    assert greeting_name("王伟") == "王伟"


def test_a_customer_without_a_name_is_shown_by_phone() -> None:
    assert shown_name("  ", "+447700900142", "a@example.com") == "+447700900142"
    assert shown_name("", "", "a@example.com") == "a@example.com"


def test_a_joined_name_keeps_its_spelling_and_loses_hidden_characters() -> None:
    assert join_name(" \u202eDr.  van\t", "der Berg\x00 ") == "Dr. van der Berg"
    assert join_name("👩\u200d🎨", "Zoë") == "👩\u200d🎨 Zoë"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Olivia Hart", "OH"),
        ("Maria del Carmen Ruiz", "MR"),
        ("王伟", "王"),
        ("Cher", "C"),
        ("🌸", "🌸"),
        ("", ""),
        ("ليلى حداد", "لح"),
    ],
)
def test_initials_fit_the_round_picture(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize(
    ("typed", "becomes"),
    [
        ("Ana Reis", Draft("Ana Reis")),
        ("+44 7700 900142", Draft(phone="+44 7700 900142")),
        ("Ana Reis 07700 900142", Draft("Ana Reis", "07700 900142")),
        ("ana@example.com", Draft(email="ana@example.com")),
        ("Ana Reis <ana@example.com> 07700 900142", Draft("Ana Reis", "07700 900142", "ana@example.com")),
        ("王伟", Draft("王伟")),
        ("Room 12", Draft("Room 12")),
    ],
)
def test_a_search_without_a_match_becomes_the_new_customer(typed: str, becomes: Draft) -> None:
    assert draft(typed) == becomes


OLIVIA = Person("Olivia Hart", ("+447700900142",), ("olivia@example.com",))


@pytest.mark.parametrize(
    ("other", "meaning", "because"),
    [
        (Person("Olivia Hart", ("+447700900142",)), Sameness.SAME, ("phone", "name")),
        (Person("Hart, Olivia", (), ("OLIVIA@example.com",)), Sameness.SAME, ("email", "name")),
        (Person("Olivia", ("+447700900142",)), Sameness.SAME, ("phone", "name")),
        (Person("", ("+447700900142",)), Sameness.SAME, ("phone", "name")),
        (Person("Tom Hart", ("+447700900142",)), Sameness.MAYBE, ("phone",)),
        (Person("Olivia Hart"), Sameness.MAYBE, ("name",)),
        (Person("Olívia Hart", ("+447700900199",)), Sameness.MAYBE, ("name",)),
        (Person("Olivia Hartt"), Sameness.MAYBE, ("name",)),
        (Person("Olivia Hart", ("+447700900199",), ("other@example.com",)), Sameness.DIFFERENT, ("name",)),
        (Person("Ruth Adeyemi"), Sameness.DIFFERENT, ()),
        (Person(), Sameness.DIFFERENT, ()),
    ],
)
def test_who_may_be_the_same_person(other: Person, meaning: Sameness, because: tuple[str, ...]) -> None:
    judged = likeness(OLIVIA, other)
    assert (judged.sameness, judged.because) == (meaning, because)
    assert likeness(other, OLIVIA) == judged


def test_chinese_names_that_share_one_character_are_two_people() -> None:
    assert likeness(Person("王伟"), Person("王芳")).sameness is Sameness.DIFFERENT


def test_the_likest_of_many_is_found() -> None:
    known = KnownPeople([(1, Person("Tom Hart", ("+447700900142",))), (2, OLIVIA), (3, Person("Olivia Hart"))])
    found = known.likest(Person("olivia HART", ("+447700900142",)))
    assert found is not None
    assert (found.key, found.likeness.sameness) == (2, Sameness.SAME)
    assert known.likest(Person("Ruth Adeyemi", ("+447700900001",))) is None


def test_a_hundred_thousand_people_are_known_by_touching_a_few() -> None:
    known = KnownPeople((i, Person(f"Person {i}", (f"+4477{i:08}",))) for i in range(100_000))
    found = known.likest(Person("Person 77777", ("+447700077777",)))
    assert found is not None
    assert found.key == 77777
