"""Rows of text on paper of a given width: what every printed document is composed with."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bizet_core.paper.blocks import Align, Cell, Row, Ruler, Style
from bizet_core.paper.line_breaking import cleaned, limited, wrapped


@dataclass(frozen=True, slots=True)
class Sheet:
    """Composes rows for the paper of one ruler. `margin` units are kept free behind the amounts, for tax marks."""

    ruler: Ruler
    margin: int = 0

    @property
    def gap(self) -> int:
        """The least room between two columns."""
        return self.ruler.measure("0", Style.PLAIN)

    def measure(self, text: str, style: Style = Style.PLAIN) -> int:
        """How wide a text is in one line, cleaned as it will be printed."""
        return self.ruler.measure(cleaned(text), style)

    def lines(self, text: str, width: int, style: Style = Style.PLAIN) -> list[str]:
        """The text broken into lines of at most `width`."""
        return wrapped(cleaned(text), width, lambda part: self.ruler.measure(part, style))

    def text(self, text: str, align: Align = Align.START, style: Style = Style.PLAIN) -> Iterator[Row]:
        """A paragraph across the paper; its own line breaks are kept, an empty one gives nothing."""
        for paragraph in filter(str.strip, limited(text).splitlines()):
            for line in self.lines(paragraph, self.ruler.width, style):
                yield Row((Cell(line, self.ruler.width, align),), style)

    def pair(self, left: str, right: str, style: Style = Style.PLAIN) -> Iterator[Row]:
        """Two texts at the two edges, below each other where they do not fit side by side."""
        width, taken = self.ruler.width, self.measure(right, style)
        if not left or not right or self.measure(left, style) + self.gap + taken > width:
            yield from self.text(left, Align.START, style)
            yield from self.text(right, Align.END, style)
            return
        yield Row((Cell(cleaned(left), width - taken), Cell(cleaned(right), taken, Align.END)), style)

    def amount(
        self, label: str, amount: str, style: Style = Style.PLAIN, *, mark: str = "", indent: int = 0
    ) -> Iterator[Row]:
        """A label that wraps beside an amount that never does; the amount is on the label's first line."""
        taken = self.measure(amount, style) + self.ruler.measure("0", style)
        room = self.ruler.width - self.margin - indent - taken
        if room < self.ruler.width // 4:  # an amount as wide as the paper: below its label
            yield from self._under(label, amount, style, mark, indent)
            return
        first, *rest = self.lines(label, room, style)
        yield self._row(first, room, amount, taken, mark, indent, style)
        yield from (self._row(line, room, "", taken, "", indent, style) for line in rest)

    def total(self, label: str, amount: str) -> Iterator[Row]:
        """The amount that matters, as large as the paper allows."""
        needed = self.measure(f"{label}00{amount}", Style.LARGE) + self.margin
        yield from self.amount(label, amount, Style.LARGE if needed <= self.ruler.width else Style.TALL)

    def _under(self, label: str, amount: str, style: Style, mark: str, indent: int) -> Iterator[Row]:
        room = self.ruler.width - self.margin - indent
        for line in self.lines(label, room, style):
            yield self._row(line, room, "", 0, "", indent, style)
        for line in self.lines(amount, room, style):
            yield self._row("", 0, line, room, mark, indent, style)
            mark = ""

    def _row(self, label: str, room: int, amount: str, taken: int, mark: str, indent: int, style: Style) -> Row:
        cells = (
            Cell("", indent),
            Cell(label, room),
            Cell(cleaned(amount), taken, Align.END),
            Cell(cleaned(mark), self.margin, Align.END),
        )
        return Row(tuple(cell for cell in cells if cell.width > 0), style)

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[Row]:
        """Columns of figures behind a first column of words, which takes what is left.

        Columns that find no room are left out, the last first: the paper is narrow, the figures are not cut.
        """
        widths = [self.gap * 2 + max(self.measure(row[i]) for row in (head, *rows)) for i in range(1, len(head))]
        while widths and sum(widths) > self.ruler.width * 3 // 4:
            widths.pop()
        room = self.ruler.width - sum(widths)
        for row in (head, *rows):
            first, *rest = self.lines(row[0], room)
            figures = (Cell(cleaned(text), width, Align.END) for text, width in zip(row[1:], widths, strict=False))
            yield Row((Cell(first, room), *figures))
            yield from (Row((Cell(line, room),)) for line in rest)
