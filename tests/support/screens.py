"""What tests of screens share: a look to begin with, and nothing left behind. A conftest takes it by importing it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication

from ui.kit import theme


@pytest.fixture(autouse=True)
def plain_look(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Light, at 100 %, left to right, nothing gliding; so again afterwards, with the test's widgets gone."""
    monkeypatch.setenv("BIZET_NO_MOTION", "1")
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    theme.apply("light", 1.0)
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
