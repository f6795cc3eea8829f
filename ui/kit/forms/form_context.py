"""What every section of the settings stands on, and how a form there is filled, saved and undone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

import msgspec
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bizet_core.base.refusals import Refused
from bizet_core.business.attachments.operations import AddPicture, add_picture
from bizet_core.describe.choosing import asking, rows_as_options
from bizet_core.describe.formats.file_types import Attached
from bizet_core.describe.kinds.structs import Parts, Several
from bizet_core.describe.languages.language import N_, _
from bizet_core.describe.languages.sentences import word
from bizet_core.store import Done
from bizet_core.store.operations.operation import Operation
from bizet_desk.desk import Desk
from bizet_desk.owners import is_alive, owner_of, while_alive
from ui.kit.fields import Form
from ui.kit.fields.file_inputs import PictureInput
from ui.kit.forms.approval import ask_approval
from ui.kit.forms.undo_offer import offer_undo
from ui.kit.shell.toast import Toast
from ui.kit.thumbnails import when_seen


@dataclass(frozen=True, slots=True)
class FormContext:
    """The desk, where it tells what was done, and the place it stands at."""

    desk: Desk
    toast: Toast
    location: UUID

    def tell(self, refusal: Refused) -> None:
        """A refusal with no field to stand at."""
        self.toast.say(word(refusal), "triangle-alert")

    def attach(self, picture: Attached, then: Callable[[str], None]) -> None:
        """Keep a picture and tell its hash."""
        asked = AddPicture(content=picture.content, name=picture.name)
        keep = while_alive(owner_of(then), then)
        self.desk.do(add_picture, asked, owner=self.toast, then=lambda done: keep(done.result), refused=self.tell)

    def act(
        self,
        over: QWidget,
        operation: Operation[Any, Any],
        request: msgspec.Struct,
        words: str,
        *,
        then: Callable[[Done], None] = lambda _done: None,
        refused: Callable[[Refused], None] | None = None,
        approval: UUID | None = None,
    ) -> None:
        """Do it and offer to undo it; what is not permitted is done with a manager's approval.

        `then` and `refused` are called while `over` lives; that it was done or refused is told in any case.
        """

        def done(result: Done) -> None:
            offer_undo(self.desk, self.toast, result, words)
            if is_alive(over):
                then(result)

        def refuse(refusal: Refused) -> None:
            if not is_alive(over):
                self.tell(refusal)
                return
            if refusal.code == "not_permitted":
                again = partial(self.act, over, operation, request, words, then=then, refused=refused)
                ask_approval(self.desk, over, str(refusal.facts["permission"]), lambda yes: again(approval=yes))
            (refused or self.tell)(refusal)

        self.desk.do(operation, request, owner=self.toast, then=done, refused=refuse, approval=approval)


class Editing(QWidget):
    """One form for one operation. `read` fills it; what is typed stays until it is saved."""

    def __init__(
        self,
        office: FormContext,
        made: type[Any],
        operation: Operation[Any, Any],
        *,
        initial: Mapping[str, object] | None = None,
        words: str = N_("Saved."),
        save: str = N_("Save"),
        leave_out: tuple[str, ...] = (),
        then: Callable[[Done], None] | None = None,
        empties: bool = False,
    ) -> None:
        super().__init__()
        self._office, self._operation, self._words, self._then = office, operation, words, then
        self._initial, self._empties = dict(initial or {}), empties
        self.form: Form[Any] = Form(made, self._initial, save=save, leave_out=leave_out, attach=office.attach)
        self.form.cancel.say(_("Discard"))
        self.form.submitted.connect(self._send)
        self.form.cancelled.connect(self.reset)
        self.form.changed.connect(self._touch)
        self.is_touched = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)
        fill_choices(office.desk, self.form)
        show_pictures(office.desk, self.form)

    def put(self, initial: Mapping[str, object]) -> None:
        """Show these values, unless somebody is typing."""
        self._initial = dict(initial)
        if not self.is_touched:
            self.reset()

    def reset(self) -> None:
        """Back to what is saved."""
        self.form.show_refusal(None)
        for name, box in self.form.fields.boxes.items():
            if name not in self._initial:
                box.entry.start()
        self.form.put(self._initial)
        self.is_touched = False

    def _touch(self) -> None:
        self.is_touched = True

    def _send(self, request: msgspec.Struct) -> None:
        self.form.set_busy(True)
        self._office.act(self, self._operation, request, _(self._words), then=self._saved, refused=self._refuse)

    def _saved(self, done: Done) -> None:
        self.form.set_busy(False)
        self.form.show_refusal(None)
        self.is_touched = False
        if self._empties:
            self.reset()
        if self._then is not None:
            self._then(done)

    def _refuse(self, refusal: Refused) -> None:
        self.form.set_busy(False)
        self.form.show_refusal(refusal)


def fill_choices(desk: Desk, form: Form[Any]) -> None:
    """Ask for the rows that the form's fields choose from, also those inside its lists."""
    for name, box in form.fields.boxes.items():
        kind = box.about.kind
        item = kind.item if isinstance(kind, Several) else kind
        inner = item.fields if isinstance(item, Parts) else (box.about,)
        for about in inner:
            if isinstance(choices := about.kind.field.choices, str):
                field = "" if about is box.about else about.name
                desk.ask(*asking(choices), owner=form, then=partial(_offer, form, name, field), topic=(name, field))


def show_pictures(desk: Desk, form: Form[Any]) -> None:
    """Let the form's fields show the pictures that are kept."""
    for box in form.fields.boxes.values():
        if isinstance(entry := box.entry, PictureInput):
            entry.see_with(partial(when_seen, desk, entry))


def _offer(form: Form[Any], name: str, inside: str, rows: tuple[Any, ...]) -> None:
    options = rows_as_options(rows)
    entry: Any = form.fields.boxes[name].entry
    if inside:
        entry.offer_inside(inside, options)
    else:
        form.offer(name, options)


def values_of(made: type[Any], row: object, **more: object) -> dict[str, object]:
    """What a row says about the fields of a request."""
    known = {name: getattr(row, name) for name in made.__struct_fields__ if hasattr(row, name)}
    return {name: getattr(value, "amount", value) for name, value in known.items()} | more
