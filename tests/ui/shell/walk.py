"""Walks a window as a keyboard and a screen reader do."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget


def unnamed(window: QWidget) -> list[str]:
    """The focusable widgets of a window that say nothing about themselves."""
    focusable = (w for w in window.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus)
    shown = (w for w in focusable if w.isVisibleTo(window) and w.focusProxy() is None)
    return [f"{type(w).__name__} {w.objectName()}" for w in shown if not spoken_name(w)]


def spoken_name(widget: QWidget) -> str:
    """What a screen reader says of a widget."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name).strip() if interface else ""


def focused() -> QWidget:
    """The widget that has the keyboard."""
    found = QApplication.focusWidget()
    assert found is not None
    return found


def tab_stops(window: QWidget, most: int = 200) -> list[QWidget]:
    """The widgets that Tab reaches, in order, until it comes round."""
    stops: list[QWidget] = []
    for _step in range(most):
        window.focusNextChild()
        focused = QApplication.focusWidget()
        if focused is None or focused in stops:
            break
        stops.append(focused)
    return stops
