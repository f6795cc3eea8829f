"""The week of a person, room or place: seven lines, each with its hours and its breaks as people write them.

Tuesday   09:00–13:00, 15:00–19:00   [ 11:00–11:15 ]      several hours on one day are split hours
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from bizet_core.base.refusals import Refused
from bizet_core.catalogue.timetable.operations import Hours, SetHours, set_hours
from bizet_core.catalogue.timetable.queries import WeekOf, week
from bizet_core.describe.formats import times
from bizet_core.describe.languages import world_lists
from bizet_core.describe.languages.language import _, reader
from bizet_core.describe.languages.sentences import word
from bizet_core.store import Done
from ui.kit import theme
from ui.kit.forms.form_context import FormContext
from ui.kit.widgets import Button, Label, Note

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class DayTyped:
    """What stands in one day's line, read."""

    hours: tuple[Range, ...]
    breaks: tuple[Range, ...]


class WeekEditor(QWidget):
    """The usual week of a resource; saved as a whole."""

    def __init__(self, office: FormContext, resource: UUID) -> None:
        super().__init__()
        self._office, self._resource = office, resource
        self._saved = SetHours(resource=resource, hours=())
        self.is_touched = False
        self.days = {int(option.value): _Day(option.label) for option in world_lists.weekdays(reader())}
        self.problem = Note("", "triangle-alert", "danger")
        self.problem.hide()
        self.copy = Button(_("Every open day like the first"), "quiet")
        self.copy.clicked.connect(self.copy_first)
        for day in self.days.values():
            day.hours.textEdited.connect(self._touch)
            day.breaks.textEdited.connect(self._touch)
        self.save = Button(_("Save the week"), "primary")
        self.save.clicked.connect(self.submit)
        self._lay_out()
        office.desk.watch(self, week, lambda: WeekOf(resource=resource), self._show)

    def copy_first(self) -> None:
        """Give all days that are open the hours of the first of them."""
        open_days = [day for day in self.days.values() if day.hours.text().strip()]
        for day in open_days[1:]:
            day.hours.setText(open_days[0].hours.text())
            day.breaks.setText(open_days[0].breaks.text())
        self._touch()

    def submit(self) -> None:
        """Save, if every line can be read."""
        self.problem.hide()
        typed = {number: day.read() for number, day in self.days.items()}
        if any(day is None for day in typed.values()):
            return
        read = {number: day for number, day in typed.items() if day is not None}
        request = SetHours(
            resource=self._resource,
            hours=_grouped({number: day.hours for number, day in read.items()}, self._saved.hours),
            breaks=_grouped({number: day.breaks for number, day in read.items()}, self._saved.breaks),
        )
        self._office.act(self, set_hours, request, _("Hours saved."), then=self._done, refused=self._refuse)

    def _done(self, _done: Done) -> None:
        self.is_touched = False

    def _touch(self) -> None:
        self.is_touched = True

    def _show(self, found: SetHours) -> None:
        self._saved = found
        if self.is_touched:
            return  # what somebody types here is not taken away
        hours, breaks = _by_day(found.hours), _by_day(found.breaks)
        for number, day in self.days.items():
            day.put(hours[number], breaks[number])

    def _refuse(self, refusal: Refused) -> None:
        self.problem.say(word(refusal))
        self.problem.show()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(8))
        for column, title in enumerate(("", _("Open"), _("Breaks"))):
            grid.addWidget(Label(title, "label"), 0, column)
        for row, day in enumerate(self.days.values(), 1):
            grid.addWidget(day.name, 2 * row, 0)
            grid.addWidget(day.hours, 2 * row, 1)
            grid.addWidget(day.breaks, 2 * row, 2)
            grid.addWidget(day.wrong, 2 * row + 1, 1, 1, 2)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(2, 2)
        buttons = QHBoxLayout()
        buttons.addWidget(self.copy)
        buttons.addStretch(1)
        buttons.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        hint = _("Write 9–17:30; several with a comma are split hours. An empty day is closed.")
        column.addWidget(Label(hint, "caption", wrap=True))
        column.addLayout(grid)
        column.addWidget(self.problem)
        column.addLayout(buttons)
        column.addStretch(1)


class _Day:
    """One line of the week."""

    def __init__(self, name: str) -> None:
        self.name, self.hours, self.breaks = Label(name, "strong"), QLineEdit(), QLineEdit()
        self.hours.setAccessibleName(_("{day}, open").format(day=name))
        self.breaks.setAccessibleName(_("{day}, breaks").format(day=name))
        self.hours.setPlaceholderText(_("Closed"))
        self.wrong = Label("", "caption", wrap=True)
        self.wrong.setProperty("tone", "danger")
        self.wrong.hide()
        for field in (self.hours, self.breaks):
            field.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # clocks are not mirrored

    def put(self, hours: Iterable[Range], breaks: Iterable[Range]) -> None:
        """Show these."""
        for field, ranges in ((self.hours, hours), (self.breaks, breaks)):
            field.setText(", ".join(times.show_range(*each, reader()) for each in sorted(ranges)))

    def read(self) -> DayTyped | None:
        """What stands here; None if it cannot be read, which is then said below."""
        self.wrong.hide()
        try:
            return DayTyped(_ranges(self.hours.text()), _ranges(self.breaks.text()))
        except Refused as refusal:
            self.wrong.setText(word(refusal))
            self.wrong.show()
            return None


def _ranges(text: str) -> tuple[Range, ...]:
    parts = [part for part in text.replace(";", ",").replace("،", ",").split(",") if part.strip()]
    return tuple(times.read_range(part, reader()) for part in parts)


def _by_day(hours: Iterable[Hours]) -> dict[int, list[Range]]:
    found: dict[int, list[Range]] = defaultdict(list)
    for each in hours:
        for day in each.weekdays:
            found[day].append(each.time)
    return found


def _grouped(typed: dict[int, tuple[Range, ...]], before: Iterable[Hours]) -> tuple[Hours, ...]:
    """Equal hours of several days as one row; a row keeps the note it had on that day, such as `Lunch`."""
    notes = {(day, each.time): each.label for each in before for day in each.weekdays}
    days: dict[tuple[Range, str], list[int]] = defaultdict(list)
    for day, ranges in sorted(typed.items()):
        for each in ranges:
            days[each, notes.get((day, each), "")].append(day)
    return tuple(Hours(weekdays=tuple(on), time=time, label=label) for (time, label), on in days.items())
