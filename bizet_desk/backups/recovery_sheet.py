"""The recovery key on paper: the same sheet as PDF and from a receipt printer."""

from collections.abc import Callable, Iterator
from datetime import date

from babel.dates import format_date

from bizet_core.describe.languages.language import _, reader
from bizet_core.paper.blocks import Align, Block, Cut, Paper, Rule, Ruler, Space, Style
from bizet_core.paper.pdf import A4, pdf_of
from bizet_core.paper.sheet import Sheet
from bizet_desk.storage.recovery_key import RecoveryKey


def recovery_pdf(key: RecoveryKey, business: str, made_on: date) -> bytes:
    """One A4 page."""
    return pdf_of(recovery_paper(key, business, made_on), A4).data


def recovery_paper(key: RecoveryKey, business: str, made_on: date) -> Callable[[Ruler], Paper]:
    """The sheet, to be laid out for paper of any width in the reader's language."""

    def compose(ruler: Ruler) -> Paper:
        title = _("Recovery key")
        blocks = tuple(_blocks(Sheet(ruler), key, business, title, made_on))
        language = str(reader().cldr).replace("_", "-")
        return Paper(blocks, ruler.width, reader().is_rtl, title, business, language)

    return compose


def _blocks(sheet: Sheet, key: RecoveryKey, business: str, title: str, made_on: date) -> Iterator[Block]:
    yield from sheet.text(title, Align.MIDDLE, Style.LARGE)
    yield from sheet.text(business, Align.MIDDLE, Style.STRONG)
    yield from sheet.text(format_date(made_on, "long", locale=reader().cldr), Align.MIDDLE)
    yield Rule()
    for i in range(0, len(key.groups), 2):
        yield from sheet.text("   ".join(key.groups[i : i + 2]), Align.MIDDLE, Style.LARGE)
        yield Space()
    yield Rule()
    yield from sheet.text(
        _(
            "Keep this paper where you keep contracts, away from the till. It opens every backup of your business, "
            "and lets the owner choose a new PIN."
        )
    )
    yield Space()
    yield from sheet.text(
        _(
            "Without it nobody can read a backup: not you, not the people who made Bizet. Who finds it together with "
            "a backup can read everything. If it is lost, make a new one in the settings."
        )
    )
    yield Cut()
