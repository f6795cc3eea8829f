"""What stands on a receipt, and that it fits any paper."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bizet_core.describe.languages.language import Locale
from bizet_core.paper.blocks import Align, Characters, Cut, OpenDrawer, Paper, Picture, Qr, Row, Ruler, Style
from bizet_core.paper.line_breaking import LONGEST, cleaned, wrapped
from bizet_core.paper.pdf import ROLL, Points
from bizet_core.selling.receipts.rules import Discount, Kind, Paid, Receipt, TaxGroup, drawer_pulse, lay_out
from tests.core.paper.makers import a_business, a_line, a_receipt, png

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)


def printed(paper: Paper) -> list[str]:
    """The rows as a fixed font shows them, cells padded to their columns."""
    ruler = Characters(paper.width)
    rows = []
    for row in paper.blocks:
        if isinstance(row, Row):
            line = ""
            for cell in row.cells:
                room = cell.width // row.style.wide
                pad = " " * (room - ruler.measure(cell.text, Style.PLAIN))
                line += pad + cell.text if cell.align is Align.END else cell.text + pad
            rows.append(line.rstrip())
    return rows


def words(receipt: Receipt, columns: int = 48) -> str:
    return "\n".join(printed(lay_out(receipt, Characters(columns))))


def test_a_receipt_says_who_sold_what_for_how_much_and_how_it_was_paid() -> None:
    lines = printed(lay_out(a_receipt(), Characters(48)))
    for line in (
        "Receipt T1-000042              12/03/2026, 10:42",
        "Front desk                        Served by Inês",
        "Cut & finish                           42,00 € A",
        "  11:30 · 60 min · Inês",
        "  2 × 9,50 €                           19,00 € A",
        "  Member                               -1,90 €",
        "Subtotal                               74,10 €",
        "Spring voucher                         -5,00 €",
        "Tip                                     4,00 €",
        "Card · slip 00123                      50,00 €",
        "Change                                  1,90 €",
        "A VAT 23%              45,00 €  10,35 €  55,35 €",
    ):
        assert line.replace("€", "\xa0€").replace(" \xa0", "\xa0") in lines


def test_the_total_is_what_was_paid_with_tip_and_cash_rounding() -> None:
    receipt = a_receipt(rounding=-2)
    assert receipt.payable == 6910 + 400 - 2
    assert "73,08" in words(receipt)
    assert "Cash rounding" in words(receipt)


def test_tax_that_is_not_in_the_prices_is_added_below_the_subtotal() -> None:
    tax = TaxGroup(mark="", name="Sales tax", rate=88_750, net=4200, tax=373)
    receipt = a_receipt(inclusive=False, lines=(a_line(),), discounts=(), taxes=(tax,), total=4573, tip=0)
    assert words(receipt).index("Subtotal") < words(receipt).index("Sales tax 8,875%") < words(receipt).index("Total")


def test_the_receipt_speaks_the_language_of_its_reader() -> None:
    german = words(a_receipt(locale=Locale("de", "DE", "EUR", "Europe/Berlin"), lines=(a_line("Schnitt", 123456),)))
    assert "1.234,56\xa0€" in german
    assert "12.3.2026" in german


def test_the_hour_that_comes_twice_in_autumn_is_told_apart() -> None:
    first = a_receipt(issued_at=datetime(2026, 10, 25, 0, 30, tzinfo=UTC))
    second = a_receipt(issued_at=datetime(2026, 10, 25, 1, 30, tzinfo=UTC))
    told = [next(line for line in words(r).splitlines() if "25/10/2026" in line) for r in (first, second)]
    assert told[0] != told[1]
    assert all("01:30" in line for line in told)


@pytest.mark.parametrize(("kind", "banner"), [(Kind.REFUND, "REFUND"), (Kind.VOID, "VOID")])
def test_a_refund_and_a_void_say_so_and_name_what_they_take_back(kind: Kind, banner: str) -> None:
    lines = (a_line("Book", -1500, quantity=-1000),)
    receipt = a_receipt(kind=kind, of_number="T1-000041", reason="Wrong size", lines=lines, paid=(Paid("Cash", -1500),))
    assert banner in words(receipt).splitlines()
    assert "For receipt T1-000041" in words(receipt)
    assert "Reason: Wrong size" in words(receipt)
    assert "-15,00\xa0€" in words(receipt)


def test_a_copy_is_marked_at_both_ends_and_the_first_print_nowhere() -> None:
    assert "COPY" not in words(a_receipt())
    banners = [row for row in lay_out(a_receipt().as_copy(), Characters(48)).blocks if isinstance(row, Row)]
    assert banners[0].cells[0].text == banners[-1].cells[0].text == "COPY"
    assert banners[0].style is Style.BANNER


def test_a_discount_that_a_refund_takes_back_is_added_again() -> None:
    line = a_line("Shampoo", -950, discounts=(Discount("Member", -95),))
    assert line.net_of_discounts == -855
    assert "0,95\xa0€" in words(a_receipt(lines=(line,)))


def test_logo_code_and_cut_have_their_places() -> None:
    blocks = lay_out(a_receipt(business=a_business(logo=png())), Characters(48)).blocks
    kinds = [type(block) for block in blocks]
    assert kinds.index(Picture) == 0
    assert kinds.index(Qr) < len(kinds) - 2
    assert kinds[-1] is Cut


def test_no_receipt_opens_the_drawer() -> None:
    assert not any(isinstance(block, OpenDrawer) for block in lay_out(a_receipt(), Characters(48)).blocks)
    assert drawer_pulse().blocks == (OpenDrawer(),)


def test_columns_of_figures_give_way_before_they_are_cut() -> None:
    huge = TaxGroup(mark="A", name="VAT", rate=230_000, net=10**12, tax=10**11)
    narrow = words(a_receipt(taxes=(huge,)), 32)
    assert "Gross" not in narrow
    assert "10.000.000.000,00" in narrow.replace("\xa0", ".").replace("\u202f", ".")


def test_an_amount_as_wide_as_the_paper_stands_below_its_name() -> None:
    lines = words(a_receipt(lines=(a_line("Palace", 10**14),)), 24).splitlines()
    place = lines.index("Palace")
    assert "1" in lines[place + 1]


@given(
    name=ANY_TEXT,
    detail=ANY_TEXT,
    footer=ANY_TEXT,
    amount=st.integers(-(10**15), 10**15),
    columns=st.integers(24, 64),
)
def test_any_text_and_any_amount_fit_any_printer(
    name: str, detail: str, footer: str, amount: int, columns: int
) -> None:
    ruler = Characters(columns)
    receipt = a_receipt(lines=(a_line(name, amount, detail=detail),), footer=footer, customer=name)
    assert all(_fits(block, ruler) for block in lay_out(receipt, ruler).blocks)


@given(name=ANY_TEXT)
def test_any_text_fits_the_roll_of_a_pdf(name: str) -> None:
    ruler = Points(ROLL)
    assert all(_fits(block, ruler) for block in lay_out(a_receipt(lines=(a_line(name),)), ruler).blocks)


def _fits(block: object, ruler: Ruler) -> bool:
    if not isinstance(block, Row):
        return True
    wide = all(ruler.measure(c.text, block.style) <= c.width or len(c.text) == 1 for c in block.cells)
    return wide and sum(cell.width for cell in block.cells) <= ruler.width


def test_a_name_cannot_talk_to_the_printer() -> None:
    name = "Ana\x1bp\x00\x19\xfa\x1dV\x01"  # would open the drawer and cut
    assert not any(ord(char) < 32 for char in cleaned(name))


def test_a_name_cannot_turn_an_amount_round() -> None:
    assert cleaned("Ana\u202e 00,24\u2066") == "Ana 00,24"


def test_half_a_character_becomes_a_sign_for_it() -> None:
    assert cleaned("Ana\ud83d") == "Ana\ufffd"


def test_a_note_of_megabytes_does_not_empty_the_roll() -> None:
    short, *long = (
        len(lay_out(a_receipt(footer=footer), Characters(48)).blocks)
        for footer in ("x", "x" * 10_000_000, "x\n" * 5_000_000)
    )
    assert max(long) <= short + LONGEST // 2


def test_words_stay_whole_and_long_ones_are_broken() -> None:
    assert wrapped("one two three", 8, len) == ["one two", "three"]
    assert wrapped("Donaudampfschiff", 6, len) == ["Donaud", "ampfsc", "hiff"]
    assert wrapped("", 8, len) == [""]


def test_letters_written_without_spaces_break_between_any_two() -> None:
    measure = lambda text: Characters(8).measure(text, Style.PLAIN)  # noqa: E731
    assert wrapped("珈琲豆二百瓦", 8, measure) == ["珈琲豆二", "百瓦"]


def test_a_letter_is_not_torn_from_its_marks_nor_a_family_apart() -> None:
    assert wrapped("e\u0301" * 4, 2, lambda text: text.count("e")) == ["e\u0301e\u0301"] * 2
    family = "👩\u200d👩\u200d👧"
    assert wrapped(family * 2, 1, lambda text: text.count(family)) == [family, family]


@given(ANY_TEXT, st.integers(2, 40))
def test_wrapping_loses_nothing_but_spaces(text: str, width: int) -> None:
    shown = cleaned(text)
    lines = wrapped(shown, width, lambda part: Characters(width).measure(part, Style.PLAIN))
    assert "".join("".join(lines).split()) == "".join(shown.split())
