"""A page that shows what a printer can: letters of several scripts, amounts at the edge, and where the paper is cut."""

from bizet_core.describe.formats.money import Money, show
from bizet_core.describe.languages.language import _, reader
from bizet_core.paper.blocks import Align, Cut, Paper, Rule, Style
from bizet_core.paper.escpos import PrinterSettings, encode
from bizet_core.paper.sheet import Sheet

LETTERS = "ÀÉÎÕÜ ß ñ ç ø Łódź 你好 مرحبا €"


def test_page(settings: PrinterSettings) -> bytes:
    """The bytes for a printer of these settings."""
    sheet = Sheet(settings.ruler)
    blocks = (
        *sheet.text(_("Test page"), Align.MIDDLE, Style.LARGE),
        Rule(),
        *sheet.text(_("If you can read this, receipts will come out as well.")),
        *sheet.text(LETTERS, Align.MIDDLE),
        *sheet.amount(_("An amount at the edge"), show(Money(123_456, reader().currency))),
        Rule(),
        Cut(),
    )
    language = str(reader().cldr).replace("_", "-")
    paper = Paper(blocks, settings.ruler.width, reader().is_rtl, _("Test page"), "", language)
    return encode(paper, settings).data
