"""Import customers: what each column holds, the first rows as they would come in, every row that cannot and why."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from PySide6.QtWidgets import QComboBox, QGridLayout

from bizet_core.describe.fields import Field
from bizet_core.describe.languages.language import N_, _, isolate, ngettext, reader
from bizet_core.people.customers.rules import KnownPeople, Person
from bizet_core.setup.customer_import.headings import Role
from bizet_core.setup.customer_import.messages import ROLE_WORDS, tell
from bizet_core.setup.customer_import.operations import BATCH, batches, import_customers
from bizet_core.setup.customer_import.proposing import Mapping, Proposal, propose
from bizet_core.setup.customer_import.queries import KnownCustomers, known_customers
from bizet_core.setup.customer_import.rules import Preview, PreviewRow, preview, read_rows
from bizet_desk.background.batches import BulkDone
from ui.kit import theme
from ui.kit.fields import Rows
from ui.kit.forms.form_context import FormContext
from ui.kit.widgets import Label, empty
from ui.setup.imports.import_wizard import LEAST, ImportWizard

LONGEST_EXAMPLE = 16
WIDE = 640  # pixels before zoom that two columns of the mapping need
COLUMNS_BESIDE = 2  # of the mapping


@dataclass(frozen=True, slots=True)
class ComingLine:
    """A customer as they would come in."""

    row: Annotated[int, Field(N_("Row"))]
    name: Annotated[str, Field(N_("Name"))]
    contact: Annotated[str, Field(N_("Phone or e-mail"))]
    note: Annotated[str, Field(N_("Note"))]


@dataclass(frozen=True, slots=True)
class Looked:
    """A file as it was read."""

    proposal: Proposal
    preview: Preview


class CustomerImport(ImportWizard):
    """From a CSV file."""

    def __init__(self, office: FormContext) -> None:
        super().__init__(office, _("Choose a CSV file…"), "CSV (*.csv *.txt)")
        self._data, self._known = b"", KnownPeople[UUID]()
        self._looked: Looked | None = None
        self._mapping: Mapping | None = None
        self.grid = QGridLayout()
        self.rows = Rows(ComingLine, N_("As they would come in"), N_("Choose a file, or drop it here."))
        self.middle.addLayout(self.grid)
        self.rows.setMinimumHeight(theme.px(LEAST))
        self.middle.addWidget(self.rows, 1)
        self.aside.done.connect(self._show)

    def read(self, path: Path) -> None:
        """Propose a mapping and show what it makes of the file."""
        self._mapping = None

        def know(people: tuple[tuple[UUID, Person], ...]) -> None:
            self._known = KnownPeople(people)
            self.aside.run(partial(self._look, path))

        asked = KnownCustomers()
        self.office.desk.ask(known_customers, asked, owner=self, then=know, refused=self.refuse)

    def begin(self) -> None:
        """Import what is right; what is not stays listed."""
        if self._looked is None or self._mapping is None:
            return
        rows = read_rows(self._data, self._mapping, self._today())
        work = ((import_customers, batch) for batch in batches(rows))
        self.run(work, _("customers"), self._looked.preview.good, BATCH, self._done)

    def choose_role(self, column: int, role: Role) -> None:
        """Read a column as something else."""
        assert self._mapping is not None
        roles = (*self._mapping.roles[:column], role, *self._mapping.roles[column + 1 :])
        self._mapping = msgspec.structs.replace(self._mapping, roles=roles)
        assert self.path is not None
        self.problem.hide()
        self.aside.run(partial(self._look, self.path))

    def _look(self, path: Path) -> Looked:
        """On a thread of its own."""
        self._data = path.read_bytes()
        locale, today = reader(), self._today()
        proposal = propose(self._data, locale.language, locale.region, today)
        mapping = self._mapping or proposal.mapping
        return Looked(_with(proposal, mapping), preview(self._data, mapping, today, self._known.likest))

    def _show(self, looked: Looked) -> None:
        self._looked, self._mapping = looked, looked.proposal.mapping
        self._show_columns(looked.proposal)
        self.rows.show_rows([_line(row) for row in looked.preview.rows])
        self.summary.setText(_summary(looked.preview))
        self.show_problems(tell(problem) for problem in looked.preview.problems)
        self.go.setEnabled(looked.preview.good > 0)
        count = looked.preview.good
        self.go.say(ngettext("Import {n} customer", "Import {n} customers", count).format(n=count))

    def _show_columns(self, proposal: Proposal) -> None:
        empty(self.grid)
        for place, found in enumerate(proposal.columns):
            line, beside = divmod(place, COLUMNS_BESIDE if self.width() >= theme.px(WIDE) else 1)
            heading = found.heading or _("Column {n}").format(n=place + 1)
            example = isolate(_short(found.examples[0])) if found.examples else ""
            box = QComboBox()
            box.setAccessibleName(_("What “{column}” holds").format(column=heading))
            for role, words in ROLE_WORDS.items():
                box.addItem(_(words), role)
            box.setCurrentIndex(list(ROLE_WORDS).index(proposal.mapping.roles[place]))
            box.activated.connect(lambda at, place=place: self.choose_role(place, list(ROLE_WORDS)[at]))
            words = Label(f"{heading} · {example}" if example else heading, "label", wrap=True)
            self.grid.addWidget(words, line, 2 * beside)
            self.grid.addWidget(box, line, 2 * beside + 1)

    def _done(self, result: BulkDone) -> None:
        words = _("Stopped. What was imported until then is here.") if result.cancelled else _("The list is imported.")
        self.tell(words, result)

    def _today(self) -> date:
        return self.office.desk.store.clock().astimezone(ZoneInfo(reader().zone)).date()


def _short(example: str) -> str:
    return example if len(example) <= LONGEST_EXAMPLE else f"{example[:LONGEST_EXAMPLE]}…"


def _with(proposal: Proposal, mapping: Mapping) -> Proposal:
    """The proposal with what a person has changed."""
    return Proposal(mapping, proposal.columns, proposal.dates_unsure)


def _line(row: PreviewRow) -> ComingLine:
    one = row.customer
    notes = {"known": _("Is here already"), "repeats": _("Repeats row {row}").format(row=row.repeats), "": one.alert}
    which = "known" if row.known is not None else "repeats" if row.repeats is not None else ""
    return ComingLine(one.row, one.name, ", ".join((*one.phones, *one.emails)), notes[which])


def _summary(found: Preview) -> str:
    parts = [
        ngettext("{n} row can be imported.", "{n} rows can be imported.", found.good).format(n=found.good),
        ngettext("{n} cannot.", "{n} cannot.", found.bad).format(n=found.bad) if found.bad else "",
        _("{n} seem to be here already.").format(n=found.known) if found.known else "",
        _("{n} repeat an earlier row.").format(n=found.repeated) if found.repeated else "",
    ]
    return " ".join(part for part in parts if part)
