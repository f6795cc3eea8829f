"""Lists as they come out of other programs, and what is said about their broken rows."""

import tracemalloc
from datetime import date
from time import process_time

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bizet_core.base.refusals import Refused
from bizet_core.base.text_encoding import ENCODINGS, encoding_of
from bizet_core.describe.languages.sentences import sentences
from bizet_core.people.customers.rules import KnownPeople, Person, search_key
from bizet_core.setup.customer_import.columns import role_of_heading
from bizet_core.setup.customer_import.dates import date_order, read_date
from bizet_core.setup.customer_import.headings import HEADINGS, Role
from bizet_core.setup.customer_import.messages import SENTENCES, tell
from bizet_core.setup.customer_import.proposing import Mapping, Proposal, propose
from bizet_core.setup.customer_import.rules import BadRow, CustomerRow, Preview, preview, read_rows
from bizet_core.setup.customer_import.sheets import Layout, guess_layout, rows

TODAY = date(2026, 3, 12)


def proposed(text: str | bytes, language: str = "en", region: str = "GB", encoding: str = "utf-8") -> Proposal:
    data = text.encode(encoding) if isinstance(text, str) else text
    return propose(data, language, region, TODAY)


def previewed(text: str | bytes, language: str = "en", region: str = "GB", encoding: str = "utf-8") -> Preview:
    data = text.encode(encoding) if isinstance(text, str) else text
    return preview(data, propose(data, language, region, TODAY).mapping, TODAY)


def customers(text: str | bytes, *about: str) -> list[CustomerRow]:
    return [row.customer for row in previewed(text, *about).rows]


def refusal(data: bytes) -> str:
    with pytest.raises(Refused) as caught:
        propose(data, "en", "GB", TODAY)
    return caught.value.code


# ------------------------------------------------------------------------------------------------- encodings

NAMES = {
    "de": ("cp1252 mac_roman cp850", "Name;Telefon\nJürgen Müller;1\nJörg Weiß;2\nÄnne Großmann;3\n"),
    "fr": ("cp1252 mac_roman cp850", "Prénom;Nom\nFrançois;Lefèvre\nChloé;Petit\nHélène;Gaël\n"),
    "es": ("cp1252 latin-1 mac_roman", "Nombre,Apellidos\nJosé,Muñoz\nMaría,Núñez Peña\n"),
    "pl": ("cp1250", "Imię;Nazwisko\nŁukasz;Wiśniewski\nMałgorzata;Dąbrowska\n"),
    "cs": ("cp1250", "Jiří Dvořák;1\nLuboš Němec;2\nMarie Nováková;3\n"),
    "ru": ("cp1251 koi8_r", "Имя;Телефон\nАнна Новак;1\nИван Петров;2\n"),
    "el": ("cp1253", "Όνομα;Τηλ\nΓιώργος;1\nΕλένη;2\n"),
    "he": ("cp1255", "שם;טלפון\nדוד לוי;1\nרות כהן;2\n"),
    "ar": ("cp1256", "الاسم;الهاتف\nأحمد الحداد;1\nليلى منصور;2\n"),
    "tr": ("cp1254", "Adı;Soyadı\nİpek;Yıldız\nŞule;Öztürk\n"),
    "th": ("cp874", "ชื่อ;โทรศัพท์\nสมชาย ใจดี;1\n"),
    "ja": ("cp932", "氏名,電話\n佐藤花子,1\n田中 太郎,2\n"),
    "zh": ("gb18030", "姓名,电话\n王伟,1\n李娜,2\n张敏,3\n"),
    "ko": ("cp949", "이름,전화\n김수아,1\n박지훈,2\n"),
}


@pytest.mark.parametrize("language", NAMES)
def test_a_list_is_read_in_every_encoding_its_language_is_written_in(language: str) -> None:
    legacy, text = NAMES[language]
    for encoding in [*legacy.split(), "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]:
        data = text.encode(encoding)
        assert data.decode(encoding_of(data, language)).removeprefix("\ufeff") == text, encoding


def test_a_desk_that_speaks_english_still_reads_most_foreign_lists() -> None:
    for language in ("de", "fr", "es", "pl", "cs", "ru", "he", "ar", "zh"):
        legacy, text = NAMES[language]
        data = text.encode(legacy.split()[0])
        assert data.decode(encoding_of(data, "en")) == text, language


def test_a_few_broken_bytes_do_not_turn_utf_8_into_something_else() -> None:
    data = "Zoë,1\nJosé,2\nMüller,3\nÅsa,4\n".encode() * 10 + b"caf\xe9,5\n"
    assert encoding_of(data) == "utf-8"
    assert [row.cells[0] for row in rows(data, guess_layout(data))][-1] == "caf\ufffd"


@given(st.binary(max_size=300))
def test_any_bytes_can_be_decoded_with_the_encoding_found(data: bytes) -> None:
    data.decode(encoding_of(data), "replace")


# ---------------------------------------------------------------------------------------------------- sheets


@pytest.mark.parametrize("delimiter", list(",;\t|"))
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_delimiter_and_line_ends_are_found(delimiter: str, newline: str) -> None:
    text = newline.join(delimiter.join(row) for row in [("Name", "City"), ("Ana Reis", '"x, y; z"'), ("Ben", "Leeds")])
    data = text.encode()
    assert [row.cells for row in rows(data, guess_layout(data))] == [
        ["Name", "City"],
        ["Ana Reis", "x, y; z"],
        ["Ben", "Leeds"],
    ]


def test_decimal_commas_and_addresses_do_not_count_as_separators() -> None:
    assert guess_layout(b"Name;Address;Spent\nAna;1 High St, London;1,50\nBen;2 Low St, Leeds;2,50\n").delimiter == ";"


def test_excels_own_first_line_names_the_separator() -> None:
    data = b"sep=|\r\nName|Note\r\nAna|a;b,c\r\n"
    assert [row.cells for row in rows(data, guess_layout(data))] == [["Name", "Note"], ["Ana", "a;b,c"]]


def test_backslashes_and_single_quotation_marks_are_understood() -> None:
    escaped = b'Name,Note\n"Ana","said \\"hi\\", left"\n"Ben","x"\n'
    assert [row.cells for row in rows(escaped, guess_layout(escaped))][1] == ["Ana", 'said "hi", left']
    single = b"'Name','Note'\n'Ana','a, b'\n"
    assert [row.cells for row in rows(single, guess_layout(single))][1] == ["Ana", "a, b"]


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    data = b'Name,Note\n\nAna,"two\nlines"\nBen,x\n'
    assert [(row.number, row.cells[:1]) for row in rows(data, guess_layout(data))] == [
        (1, ["Name"]),
        (2, []),
        (3, ["Ana"]),
        (4, ["Ben"]),
    ]


def test_a_nickname_in_quotation_marks_does_not_break_its_row() -> None:
    assert customers(b'Name,Phone\n"Joe "Tiny" Bloggs",07700900142\n5" Ben,\n')[0].name == 'Joe "Tiny" Bloggs'


def test_a_quotation_mark_that_never_ends_costs_one_row_not_the_rest_of_the_file() -> None:
    seen = previewed(b'Name,Phone,Note\nAna,,\nBen,07700900142,"likes\ntea\nand milk\nCleo,07700900143,\n')
    assert [row.customer.name for row in seen.rows] == ["Ana", "Cleo"]
    assert {problem.row for problem in seen.problems} == {3, 4, 5}
    assert {problem.code for problem in seen.problems} == {"import_open_quote"}


def test_a_file_of_broken_quotation_marks_is_read_in_reasonable_time() -> None:
    data = b'a"b,"c\n' * 50_000
    began = process_time()
    assert sum(1 for _ in rows(data, Layout("utf-8", ","))) == 50_000
    assert process_time() - began < 10


@given(
    st.lists(
        st.lists(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r\x00")), min_size=2, max_size=4)
    )
)
def test_what_is_written_as_csv_is_read_back(table: list[list[str]]) -> None:
    text = "".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in table)
    assert [row.cells for row in rows(text.encode(), Layout("utf-8", ","))] == table


@given(st.binary(max_size=400), st.sampled_from(ENCODINGS), st.sampled_from(",;\t|\x1f"))
def test_rows_of_any_bytes_come_to_an_end(data: bytes, encoding: str, delimiter: str) -> None:
    numbers = [row.number for row in rows(data, Layout(encoding, delimiter))]
    assert numbers == list(range(1, len(numbers) + 1))


# --------------------------------------------------------------------------------------------------- columns


@pytest.mark.parametrize(
    ("headings", "roles"),
    [
        ("First Name,Last Name,E-mail,Phone Number,Date of Birth,Notes", "given family email phone born note"),
        ("Vorname;Name;Handy;E-Mail-Adresse;Geb.-Datum;Bemerkung", "given family phone email born note"),
        ("Prénom;Nom;Téléphone portable;Courriel;Date de naissance;Remarques", "given family phone email born note"),
        (
            "Nombre;Apellidos;Móvil;Correo electrónico;Fecha de nacimiento;Observaciones",
            "given family phone email born note",
        ),
        ("Nome;Sobrenome;Telemóvel;E-mail;Data de nascimento;Observações", "given family phone email born note"),
        (
            "الاسم الأول,اسم العائلة,رقم الجوال,البريد الإلكتروني,تاريخ الميلاد,ملاحظات",
            "given family phone email born note",
        ),
        ("CUSTOMER_NAME|MOBILE_PHONE|EMAIL_ADDRESS|ALLERGIES|CustomerID", "name phone email alert skip"),
        ("Kundenname;Telefonnummer;Emailadresse;Geburtstag", "name phone email born"),
    ],
)
def test_headings_are_known_in_six_languages(headings: str, roles: str) -> None:
    cells = {"phone": "07700 900142", "email": "ana@example.com", "born": "5.2.1990", "skip": "1"}
    delimiter = next(d for d in ";|," if d in headings)
    row = delimiter.join(cells.get(role, role) for role in roles.split())
    assert [str(role) for role in proposed(f"{headings}\n{row}\n").mapping.roles] == roles.split()


def test_name_beside_a_first_name_is_the_last_name_unless_it_holds_both() -> None:
    assert customers("Vorname,Name\nJürgen,Müller\n", "de", "DE")[0].name == "Jürgen Müller"
    whole = customers("Given Name,Name\nOlivia,Olivia Hart\nAna,Ana Reis\n")[0]
    assert (whole.name, whole.given) == ("Olivia Hart", "Olivia")


def test_a_contacts_export_is_not_misled_by_what_stands_beside_a_contact() -> None:
    row = customers(
        "Name,Given Name,Family Name,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Organization\n"
        "Olivia Hart,Olivia,Hart,* Home,o@example.com,Mobile,+44 7700 900142 ::: 020 7946 0123,Acme Ltd\n"
    )[0]
    assert row.phones == ("+447700900142", "+442079460123")
    assert row.emails == ("o@example.com",)


def test_columns_without_headings_are_known_by_what_stands_in_them() -> None:
    found = proposed(
        "Olivia,Hart,07700900142,o@example.com,1990-02-05\nAnna,Nowak,07700900143,a@example.com,1985-12-30\n"
    )
    assert found.mapping.heading_row is None
    assert [str(role) for role in found.mapping.roles] == ["given", "family", "phone", "email", "born"]
    assert found.columns[2].because == "content"
    assert found.columns[2].examples == ("07700900142", "07700900143")


def test_customer_numbers_visit_dates_and_postcodes_are_not_contacts_or_birthdays() -> None:
    found = proposed(
        "100000001,Olivia Hart,2026-02-05,10115\n"
        "100000002,Anna Nowak,2026-02-07,10117\n"
        "100000005,Ben Sayers,2025-12-30,10119\n"
    )
    assert [str(role) for role in found.mapping.roles] == ["skip", "name", "skip", "skip"]


def test_unknown_headings_are_still_headings() -> None:
    found = proposed("aa,bb\nolivia@example.com,07700900142\nanna@example.com,07700900143\n").mapping
    assert (found.heading_row, found.roles) == (1, (Role.EMAIL, Role.PHONE))


def test_a_title_above_the_heading_is_passed_over() -> None:
    seen = previewed("Customers of Salon Lima\n\nFull name|Tel.\nOlivia Hart|07700900142\n")
    assert [(row.customer.row, row.customer.name) for row in seen.rows] == [(4, "Olivia Hart")]


def test_one_column_of_names_with_commas_is_one_column() -> None:
    row = customers("Name\nHart, Olivia\nNowak, Anna\n")[0]
    assert (row.name, row.given, row.family) == ("Olivia Hart", "Olivia", "Hart")


def test_chinese_parts_are_joined_in_the_order_of_a_chinese_business() -> None:
    assert customers("Last name,First name\n王,伟\n", "zh-CN", "CN")[0].name == "王伟"


def test_what_the_list_knows_beyond_contacts_is_kept_in_the_note() -> None:
    row = customers("Nome;Morada;Observações\nJoão;Rua X, 1;olá\n", "pt", "PT")[0]
    assert row.note == "Morada: Rua X, 1\nObservações: olá"


def test_no_heading_means_two_things() -> None:
    listed = [
        (search_key(h), role) for roles in HEADINGS.values() for role, text in roles.items() for h in text.split(";")
    ]
    assert [(heading, role) for heading, role in listed if role_of_heading(heading) is not role] == []


def test_case_and_punctuation_of_a_heading_do_not_matter() -> None:
    assert role_of_heading("  E-MAIL: ") is role_of_heading("eMail") is Role.EMAIL
    assert role_of_heading("") is None


# ----------------------------------------------------------------------------------------------------- dates


@pytest.mark.parametrize(
    "typed",
    [
        "5.2.1990",
        "05/02/1990",
        "1990-02-05",
        "1990-02-05 00:00:00",
        "5 Feb 1990",
        "5. Februar 1990",
        "February 5th, 1990",
        "5 de febrero de 1990",
        "5 février 90",
        "05/02/90",
        "19900205",
        "32909",
        "1990年2月5日",
        "٥ فبراير ١٩٩٠",
        "٠٥/٠٢/١٩٩٠",
    ],
)
def test_a_birthday_is_read_however_it_is_written(typed: str) -> None:
    assert read_date(typed, "dmy", TODAY) == date(1990, 2, 5)


def test_day_or_month_first_is_seen_from_the_whole_column() -> None:
    assert date_order(["01/02/1990", "13/02/1990"], "US") == ("dmy", True)
    assert date_order(["01/02/1990", "02/13/1990"], "GB") == ("mdy", True)
    assert date_order(["01/02/1990"], "US") == ("mdy", False)
    assert date_order(["1990-02-01"], "US")[1]
    assert proposed("Name,Birthday\nAna,01/02/1990\n").dates_unsure


def test_two_digits_of_a_year_are_never_in_the_future() -> None:
    assert read_date("05/02/26", "dmy", TODAY).year == 2026
    assert read_date("05/02/27", "dmy", TODAY).year == 1927


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("31/02/1990", "import_date_does_not_exist"),
        ("tomorrow", "import_date_unreadable"),
        ("5.2.", "import_date_unreadable"),
        ("1/1/1800", "import_date_too_long_ago"),
        ("30/12/2999", "import_date_in_the_future"),
    ],
)
def test_a_date_that_cannot_be_a_birthday_is_told(typed: str, code: str) -> None:
    with pytest.raises(Refused) as caught:
        read_date(typed, "dmy", TODAY)
    assert caught.value.code == code


@given(st.text(max_size=30), st.sampled_from(["dmy", "mdy", "ymd"]))
def test_any_text_is_a_birthday_or_refused(typed: str, order: str) -> None:
    try:
        born = read_date(typed, order, TODAY)  # type: ignore[arg-type]
    except Refused:
        return
    assert born <= TODAY


# ---------------------------------------------------------------------------------------------- good and bad


LIST = (
    "Name,Phone,Email,Birthday,Notes\n"
    'Olivia Hart,07700 900142,Olivia@Example.com,5/2/1990,"VIP, likes\ntea"\n'
    "Ruth Adeyemi,call me,ruth(at)example.com,31/02/1990,\n"
    ",,,,only a note\n"
    ",,,,\n"
    "王伟,+86 138 0013 8000,,,=SUM(A1)\n"
)


def test_good_rows_survive_and_bad_ones_are_told_with_row_column_and_what_was_typed() -> None:
    seen = previewed(LIST)
    assert (seen.good, seen.bad) == (2, 2)
    assert [(p.row, p.column, p.typed) for p in seen.problems] == [
        (3, "Phone", "call me"),
        (3, "Email", "ruth(at)example.com"),
        (3, "Birthday", "31/02/1990"),
        (4, "", ""),
    ]
    assert tell(seen.problems[0]) == "Row 3, Phone: “call me” has letters in it. A phone number has digits only."
    assert tell(seen.problems[3]) == "Row 4: This row has no name, no phone number and no e-mail address."


def test_every_value_of_a_good_row_is_read() -> None:
    olivia, wei = customers(LIST)
    assert olivia == CustomerRow(
        2,
        "Olivia Hart",
        phones=("+447700900142",),
        emails=("Olivia@example.com",),
        born=date(1990, 2, 5),
        note="VIP, likes\ntea",
    )
    assert wei.phones == ("+8613800138000",)


def test_what_looks_like_a_formula_stays_text() -> None:
    row = customers('Name,Phone,Note\n=cmd|\'/c calc\'!A1,"=""07700900142""",@SUM(1+1)\n')[0]
    assert (row.name, row.phones, row.note) == ("=cmd|'/c calc'!A1", ("+447700900142",), "@SUM(1+1)")


@pytest.mark.parametrize(
    ("typed", "region", "number"),
    [
        ("07700 900142", "GB", "+447700900142"),
        ("7700900142", "GB", "+447700900142"),
        ("'07700900142", "GB", "+447700900142"),
        ("447700900142.0", "GB", "+447700900142"),
        ("+44 (0)7700 900142", "DE", "+447700900142"),
        ("0171/3920012", "DE", "+491713920012"),
        ("٠٧٧٠٠ ٩٠٠١٤٢", "GB", "+447700900142"),
    ],
)
def test_phones_become_international_with_the_country_of_the_business(typed: str, region: str, number: str) -> None:
    assert customers(f"Name,Phone\nAna,{typed}\n", "en", region)[0].phones == (number,)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("4.47701E+11", "import_phone_shortened"),
        ("123", "not_a_phone"),
        ("ask her sister", "phone_letters"),
    ],
)
def test_a_broken_phone_is_told(typed: str, code: str) -> None:
    assert [problem.code for problem in previewed(f"Name,Phone\nAna,{typed}\n").problems] == [code]


def test_a_note_over_ten_megabytes_is_told_and_one_below_is_kept() -> None:
    data = f"Name,Notes\nAna,{'x' * 10_000_001}\nBen,{'y' * 9_000_000}\n".encode()
    seen = preview(data, propose(data, "en", "GB", TODAY).mapping, TODAY)
    assert [(p.row, p.code, len(p.typed)) for p in seen.problems] == [(2, "import_note_too_long", 80)]
    assert tell(seen.problems[0]).endswith("This note has 11 MB. A note can have up to 10 MB; attach it as a file.")
    assert len(seen.rows[0].customer.note) == 9_000_000


def test_a_name_of_a_thousand_letters_is_told() -> None:
    assert [p.code for p in previewed(f"Name\n{'x' * 1000}\n").problems] == ["import_text_too_long"]


def test_a_separator_within_an_unquoted_cell_is_told_instead_of_moving_values_aside() -> None:
    seen = previewed("Name,Notes,Phone\nAna,tea,07700900142\nBen,tea, milk,07700900143\n" + "Cleo,,07700900144\n" * 5)
    assert [(p.row, p.code) for p in seen.problems] == [(3, "import_too_many_cells"), (3, "phone_letters")]


def test_letters_that_cannot_be_read_are_told() -> None:
    data = "Name\nZoë\nJosé\nMüller\nÅsa\n".encode() * 4 + b"caf\xe9\n"
    assert "import_unreadable_letters" in [p.code for p in previewed(data).problems]


# ------------------------------------------------------------------------------------------- changing the mapping


def test_a_person_changes_what_a_column_is() -> None:
    data = b"Name,Extra\nAna,mornings only\n"
    mapping = proposed(data).mapping
    assert mapping.roles == (Role.NAME, Role.SKIP)
    changed = msgspec.structs.replace(mapping, roles=(Role.NAME, Role.NOTE))
    assert preview(data, changed, TODAY).rows[0].customer.note == "mornings only"


def test_a_mapping_can_be_kept_and_used_again() -> None:
    mapping = proposed(LIST).mapping
    assert msgspec.json.decode(msgspec.json.encode(mapping), type=Mapping) == mapping


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"roles": (Role.NAME, Role.NAME)}, "import_role_twice"),
        ({"roles": (Role.NOTE, Role.SKIP)}, "import_nobody"),
        ({"layout": Layout("klingon", ",")}, "import_unknown_encoding"),
        ({"layout": Layout("hex", ",")}, "import_unknown_encoding"),
        ({"layout": Layout("utf-8", ";;")}, "import_bad_layout"),
        ({"layout": Layout("utf-8", ",", ",")}, "import_bad_layout"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(change: dict[str, object], code: str) -> None:
    data = b"Name,Extra\nAna,x\n"
    with pytest.raises(Refused) as caught:
        preview(data, msgspec.structs.replace(proposed(data).mapping, **change), TODAY)
    assert caught.value.code == code


def test_customers_who_are_here_already_are_told() -> None:
    known = KnownPeople([("olivia", Person("Olivia Hart", ("+447700900142",)))])
    data = b"Name,Phone\nOLIVIA HART,07700900142\nTom Hart,07700900142\nRuth Adeyemi,07700900155\n"
    seen = preview(data, proposed(data).mapping, TODAY, known.likest)
    assert seen.known == 2
    assert [row.known.likeness.sameness.value if row.known else "" for row in seen.rows] == ["same", "maybe", ""]


def test_a_row_that_repeats_an_earlier_one_is_told() -> None:
    seen = previewed("Name,Phone\nOlivia Hart,07700900142\nRuth,\nHart Olivia,+447700900142\nTom Hart,07700900142\n")
    assert (seen.repeated, [row.repeats for row in seen.rows]) == (1, [None, None, 2, None])


# ------------------------------------------------------------------------------------------------ whole files


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "import_empty"),
        (b"\xef\xbb\xbf\r\n \r\n", "import_empty"),
        (b"Name,Phone\n", "import_only_heading"),
        (b"PK\x03\x04\x14\x00", "import_is_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "import_is_workbook"),
        (b"BEGIN:VCARD\nFN:Ana\n", "import_is_contact_cards"),
        (b"BEGIN:VCALENDAR\n", "import_is_calendar"),
        (b"<!DOCTYPE html><table>", "import_is_web_page"),
        (b"%PDF-1.7", "import_not_text"),
        (bytes(range(32)) * 40, "import_not_text"),
    ],
)
def test_a_file_that_is_no_list_gets_a_clear_sentence(data: bytes, code: str) -> None:
    assert refusal(data) == code
    assert SENTENCES[code].endswith(".")


@settings(max_examples=300, deadline=None)  # the libraries load within the first example
@given(
    st.one_of(
        st.binary(max_size=400), st.text(alphabet="ab@.,;\t|\"'\n\r\\=+07é王\x00\ufffd", max_size=200).map(str.encode)
    )
)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        mapping = propose(data, "en", "GB", TODAY).mapping
        seen = list(read_rows(data, mapping, TODAY))
    except Refused as refused:
        codes = {refused.code}
        seen = []
    else:
        codes = set()
    assert codes <= SENTENCES.keys()
    for row in seen:
        for problem in row.problems if isinstance(row, BadRow) else ():
            assert problem.code in sentences()
            assert tell(problem).startswith("Row ")


def test_a_hundred_thousand_rows_take_seconds() -> None:
    data = ("Name,Birthday,Notes\n" + "".join(f"Person {i},05/02/1990,note {i}\n" for i in range(100_000))).encode()
    mapping = propose(data, "en", "GB", TODAY).mapping
    began = process_time()
    assert preview(data, mapping, TODAY).good == 100_000
    assert process_time() - began < 60


def test_memory_does_not_grow_with_the_rows() -> None:
    one = "Person {0},07700 {0:06},p{0}@example.com,05/02/1990,note {0}\n"
    data = ("Name,Phone,Email,Birthday,Notes\n" + "".join(map(one.format, range(4_000)))).encode()
    mapping = propose(data, "en", "GB", TODAY).mapping
    few, many = (peak_while_reading(data * times, mapping) for times in (1, 3))
    assert many < few * 1.5


def peak_while_reading(data: bytes, mapping: Mapping) -> int:
    for _row in read_rows(data[:1000], mapping, TODAY):  # libraries load their tables
        pass
    tracemalloc.start()
    count = sum(1 for _row in read_rows(data, mapping, TODAY))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count >= 4_000
    return peak
