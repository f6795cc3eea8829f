"""What was done can be undone for ten seconds, in one way everywhere."""

from uuid import UUID

from bizet_core.base.refusals import Refused
from bizet_core.describe.languages.language import _
from bizet_core.describe.languages.sentences import word
from bizet_core.store import Done, Undo, undo
from bizet_desk.desk import Desk
from ui.kit.forms.approval import ask_approval
from ui.kit.shell.toast import Toast


def offer_undo(desk: Desk, toast: Toast, done: Done, words: str, icon: str = "undo-2") -> None:
    """Say what was done; where it can be undone, offer to, and say what came of that."""
    if not done.undoable:
        toast.say(words)
        return

    def take_back(approval: UUID | None = None) -> None:
        told = lambda _done: toast.say(_("Undone."))  # noqa: E731
        desk.do(undo, Undo(op=done.op_id), owner=toast, then=told, refused=refuse, approval=approval)

    def refuse(refusal: Refused) -> None:
        """What was done with a manager's approval is taken back with one."""
        if refusal.code == "not_permitted":
            ask_approval(desk, toast, str(refusal.facts["permission"]), take_back)
        else:
            toast.say(word(refusal), "triangle-alert")

    toast.offer(words, take_back, icon=icon)
