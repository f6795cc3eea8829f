"""The look as Qt wears it."""

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QLabel

from resources.theme import colours
from resources.theme.contrast import ratio
from ui.kit import theme

ICONS = Path(theme.__file__).parents[3] / "resources" / "icons"


@pytest.fixture(autouse=True)
def light(qapp: QApplication):
    theme.apply("light")
    yield
    theme.apply("light")


@pytest.mark.parametrize("look", theme.THEMES)
def test_text_can_be_read_on_its_ground(look: str):
    theme.apply(look)
    palette = QApplication.palette()
    pairs = [
        (QPalette.ColorRole.Text, QPalette.ColorRole.Base),
        (QPalette.ColorRole.ButtonText, QPalette.ColorRole.Button),
        (QPalette.ColorRole.WindowText, QPalette.ColorRole.Window),
        (QPalette.ColorRole.HighlightedText, QPalette.ColorRole.Highlight),
        (QPalette.ColorRole.PlaceholderText, QPalette.ColorRole.Base),
        (QPalette.ColorRole.ToolTipText, QPalette.ColorRole.ToolTipBase),
    ]
    for ink, ground in pairs:
        assert ratio(palette.color(ink).name(), palette.color(ground).name()) >= 4.5


def test_our_own_fonts_are_used():
    assert QFontInfo(theme.font("body")).family() == "Inter"


def test_figures_are_of_one_width(qapp: QApplication):
    from PySide6.QtGui import QFontMetricsF

    metrics = QFontMetricsF(theme.font("amount"))
    assert metrics.horizontalAdvance("1111") == metrics.horizontalAdvance("8888")


def test_zoom_enlarges_fonts_lengths_and_icons():
    before = (theme.font("body").pixelSize(), theme.px(40), theme.pixmap("check").width())
    theme.apply("light", 2.0)
    after = (theme.font("body").pixelSize(), theme.px(40), theme.pixmap("check").width())
    assert after == tuple(2 * n for n in before)


def test_zoom_stays_between_ninety_and_two_hundred_percent():
    theme.apply("light", 9.0)
    assert theme.look().zoom == 2.0
    theme.apply("light", 0.1)
    assert theme.look().zoom == 0.9


def test_an_icon_is_drawn_in_the_colour_asked_for():
    image = theme.pixmap("check", "danger", 24).toImage()
    inks = {
        image.pixelColor(x, y).name() for x in range(48) for y in range(48) if image.pixelColor(x, y).alpha() == 255
    }
    assert inks == {QColor(colours("light")["danger"]).name()}


def test_an_icon_is_drawn_once_per_look():
    assert theme.pixmap("check").cacheKey() == theme.pixmap("check").cacheKey()
    before = theme.pixmap("check").cacheKey()
    theme.apply("dark")
    assert theme.pixmap("check").cacheKey() != before


@pytest.mark.parametrize("file", sorted(ICONS.glob("*.svg")), ids=lambda file: file.stem)
def test_every_icon_can_be_drawn(file: Path):
    image = theme.pixmap(file.stem, "text", 24).toImage()
    assert any(image.pixelColor(x, y).alpha() > 0 for x in range(48) for y in range(48))


def test_widgets_are_dressed_anew_when_the_look_changes(qtbot):
    class Tall(QLabel):
        def dress(self) -> None:
            self.setFixedHeight(theme.px(40))

    label = Tall()
    qtbot.addWidget(label)
    theme.on_change(label.dress)
    theme.apply("light", 1.5)
    assert label.height() == 60


def test_what_is_worn_already_dresses_nobody_again(qtbot):
    class Tall(QLabel):
        def dress(self) -> None:
            dressed.append(theme.look().zoom)

    dressed: list[float] = []
    label = Tall()
    qtbot.addWidget(label)
    theme.on_change(label.dress)
    theme.apply("light")
    theme.apply("light", 0.1)
    theme.apply("light", 0.5)  # both are 90 %
    assert dressed == [1.0, 0.9]


def test_an_application_that_wears_nothing_is_dressed(qapp: QApplication):
    sheet = qapp.styleSheet()
    qapp.setStyleSheet("")  # as a new one
    theme.apply("light")
    assert qapp.styleSheet() == sheet != ""


def test_a_widget_that_is_gone_is_left_alone(qtbot):
    from PySide6.QtCore import QCoreApplication, QEvent

    class Tall(QLabel):
        def dress(self) -> None:
            self.setFixedHeight(theme.px(40))

    label = Tall()
    theme.on_change(label.dress)
    label.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    theme.apply("dark")


def test_the_system_may_choose_the_theme():
    theme.apply("system")
    assert theme.look().theme in theme.THEMES
