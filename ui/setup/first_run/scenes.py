"""Scenes of the first run: the four questions, what can go wrong in them, joining a business, and coming back."""

from PySide6.QtWidgets import QAbstractButton

from bizet_core.describe.languages.language import N_
from ui.setup.first_run.recovery_key_page import RecoveryStep
from ui.setup.first_run.wizard import FirstRun
from ui.startup.scenes import LONG
from ui.tools.gallery.scene import scene
from ui.tools.gallery.stage import Stage


def _run(stage: Stage) -> FirstRun:
    assert stage.program is not None
    first = stage.program.first_run
    assert isinstance(first, FirstRun)
    return first


@scene("first run/where", world="nothing")
def where(stage: Stage) -> None:
    """Language and country."""
    _run(stage).where.focus_first()


@scene("first run/where wrong", after="first run/where")
def where_wrong(stage: Stage) -> None:
    """No country is chosen."""
    _run(stage).where.put({"country": ""})
    _run(stage).where.submit()


@scene("first run/trades", after="first run/where wrong")
def trades(stage: Stage) -> None:
    """What do you do?"""
    _run(stage).where.put({"country": "IE"})
    _run(stage).where.submit()


@scene("first run/owner", after="first run/trades")
def owner(stage: Stage) -> None:
    """Who are you?"""
    page = _run(stage).steps.currentWidget()
    assert page is not None
    stage.click(next(tile for tile in page.findChildren(QAbstractButton) if tile.isVisible()))


@scene("first run/owner wrong", after="first run/owner")
def owner_wrong(stage: Stage) -> None:
    """Nothing is filled in."""
    _run(stage).owner.submit()


@scene("first run/key", after="first run/owner wrong")
def key(stage: Stage) -> None:
    """The recovery key."""
    _run(stage).owner.put({"business": "Salon Carmen", "name": LONG, "pin": "135790"})
    _run(stage).owner.submit()
    stage.wait(lambda: _key(stage))


def _key(stage: Stage) -> RecoveryStep | None:
    return _run(stage).findChild(RecoveryStep)  # type: ignore[return-value]


@scene("first run/key saved", after="first run/key")
def key_saved(stage: Stage) -> None:
    """It was written to a file."""
    step = _key(stage)
    assert step is not None
    step.save_to(stage.file("bizet-recovery-key.pdf", ""))


@scene("first run/key not saved", after="first run/key saved")
def key_not_saved(stage: Stage) -> None:
    """The stick is full or gone."""
    step = _key(stage)
    assert step is not None
    step.save_to(stage.file("there", "") / "bizet-recovery-key.pdf")


@scene("first run/key asked", after="first run/key not saved")
def key_asked(stage: Stage) -> None:
    """A group is asked for."""
    stage.press(N_("I have it on paper"))


@scene("first run/key wrong", after="first run/key asked")
def key_wrong(stage: Stage) -> None:
    """Another group was typed."""
    stage.press(N_("Confirm"))


@scene("first run/joining", world="nothing")
def joining(stage: Stage) -> None:
    """The business is somewhere already."""
    stage.press(N_("This business has a server already"))


@scene("first run/joining wrong", after="first run/joining")
def joining_wrong(stage: Stage) -> None:
    """That is no invitation."""
    stage.press(N_("Go on"))
