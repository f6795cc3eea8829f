"""Qt's style sheet of a theme at a zoom. Widgets choose a style by the properties `role`, `kind` and `chip`.

Two traps: QSS ignores a radius above half the box, so radii are rounded down; and focus is not drawn here but by
`ui.kit.shell.focus`, since a thicker border would make the widget jump.
"""

from string import Template

from resources.theme import TOKENS, colours
from ui.kit.theme.marks import mark_files

_SHEET = Template("""
* { color: $text; outline: 0; }
QMainWindow, QDialog, #root { background: $bg; }
QLabel { background: transparent; }
QLabel[role="caption"] { font-size: ${caption}px; color: $text3; font-weight: 500; }
QLabel[role="label"] { font-size: ${label}px; color: $text2; font-weight: 500; }
QLabel[role="muted"] { color: $text2; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="title"] { font-size: ${title}px; font-weight: 600; }
QLabel[role="heading"] { font-size: ${heading}px; font-weight: 600; letter-spacing: -0.2px; }
QLabel[role="display"] { font-size: ${display}px; font-weight: 600; letter-spacing: -0.5px; }
QLabel[role="amount"] { font-size: ${amount}px; font-weight: 600; letter-spacing: -0.8px; }
QLabel[tone="danger"] { color: $danger; }
QLabel[tone="warn"] { color: $warn; }
QLabel[tone="ok"] { color: $ok; }

QWidget#rail { background: $rail; border: 0 solid $line; border-right-width: ${railEdge}px; }
QToolButton[kind="rail"] { color: $railText; background: transparent; border: 0; border-radius: ${lg}px;
  font-size: ${caption}px; font-weight: 500; padding: ${p6}px 0; }
QToolButton[kind="rail"]:hover { color: $railHover; }
QToolButton[kind="rail"]:checked { background: $railActive; color: $railOn; font-weight: 600; }
QWidget#top_bar { background: $surface; border: 0 solid $line; border-bottom-width: 1px; }
QWidget#page_head, QWidget#page { background: $surface; }
QFrame#panel { background: $surface; border: 0 solid $line; border-left-width: 1px; }
QFrame#panel[rtl="true"] { border-left-width: 0; border-right-width: 1px; }
QFrame#panel QScrollArea, QFrame#panel QScrollArea > QWidget > QWidget { background: transparent; border: 0; }

QPushButton { background: $surface; border: 1px solid $lineStrong; border-radius: ${md}px; padding: 0 ${p14}px;
  min-height: ${desk}px; font-weight: 500; }
QPushButton:hover { background: $surface2; }
QPushButton:pressed { background: $surface3; }
QPushButton:disabled { color: $text3; border-color: $line; background: $surface2; }
QPushButton[kind="primary"] { background: $primary; color: $onPrimary; border-color: $primary; font-weight: 600; }
QPushButton[kind="primary"]:hover { background: $primaryHover; }
QPushButton[kind="primary"]:pressed { background: $primaryPress; }
QPushButton[kind="primary"]:disabled, QPushButton[kind="charge"]:disabled { background: $surface3; color: $text2;
  border-color: $surface3; }
QPushButton[kind="charge"] { background: $primary; color: $onPrimary; border: 0; border-radius: ${lg}px;
  min-height: ${charge}px; font-size: ${heading}px; font-weight: 600; }
QPushButton[kind="charge"]:hover { background: $primaryHover; }
QPushButton[kind="charge"]:pressed { background: $primaryPress; }
QPushButton[kind="danger"] { color: $danger; border-color: $danger; font-weight: 600; }
QPushButton[kind="danger"]:hover { background: $dangerSoft; }
QPushButton[kind="quiet"] { background: transparent; border-color: $line; }
QPushButton[kind="quiet"]:hover { background: $surface2; }
QPushButton[kind="painted"] { background: transparent; border: 0; padding: 0; min-height: 0; }
QPushButton[kind="icon"] { background: transparent; border-color: $line; padding: 0; min-height: 0; }
QPushButton[kind="icon"]:hover { background: $surface2; }
QPushButton[kind="bare"] { background: transparent; border: 0; padding: 0; min-height: 0; }
QPushButton[kind="bare"]:hover { background: $surface2; }
QPushButton[kind="ghost"] { background: transparent; border: 0; color: $primaryText; font-weight: 600;
  padding: 0 ${p8}px; }
QPushButton[kind="ghost"]:hover { background: $primarySoft; }
QPushButton[kind="title"] { background: transparent; border: 0; padding: 0 ${p6}px; text-align: left; }
QPushButton[kind="title"]:hover { background: $surface2; }
QPushButton[kind="seg"] { border: 0; background: transparent; border-radius: ${seg}px; min-height: ${segHeight}px;
  padding: 0 ${p12}px; color: $text2; font-weight: 500; }
QPushButton[kind="seg"]:hover { color: $text; }
QPushButton[kind="seg"]:checked { background: $surface; color: $text; font-weight: 600; border: 1px solid $line; }
QPushButton[kind="slot"]:checked { background: $primarySoft; color: $primaryText; font-weight: 600;
  border: 2px solid $primary; }
QPushButton[kind="side"] { border: 0; background: transparent; text-align: left; padding: 0 ${p12}px; color: $text2; }
QPushButton[kind="side"]:hover { background: $surface2; color: $text; }
QPushButton[kind="side"]:checked { background: $primarySoft; color: $primaryText; font-weight: 600; }
QPushButton[kind="step"] { border: 0; background: transparent; border-radius: ${seg}px; min-height: 0; padding: 0; }
QPushButton[kind="step"]:hover { background: $surface3; }
QPushButton[kind="day"] { border: 1px solid transparent; background: transparent; padding: 0; min-height: 0; }
QPushButton[kind="day"]:hover { background: $surface2; }
QPushButton[kind="day"][other="true"] { color: $text3; }
QPushButton[kind="day"][today="true"] { color: $primaryText; font-weight: 700; border-color: $lineStrong; }
QPushButton[kind="day"]:checked { background: $primary; color: $onPrimary; font-weight: 600; border-color: $primary; }
QFrame[kind="seg"] { background: $surface2; border-radius: ${md}px; border: 1px solid $segEdge; }

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox { background: $surface2; border: 1px solid $field;
  border-radius: ${md}px; padding: 0 ${p12}px; min-height: ${desk}px;
  selection-background-color: $primary; selection-color: $onPrimary; }
QPlainTextEdit, QTextEdit { padding: ${p8}px ${p12}px; }
QLineEdit[wrong="true"], QComboBox[wrong="true"] { border-color: $danger; background: $dangerSoft; }
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled { color: $text3; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit { background: transparent; border: 0; padding: 0; min-height: 0; }
QComboBox::drop-down { border: 0; width: ${p28}px; subcontrol-origin: border; subcontrol-position: center right; }
QComboBox::down-arrow { image: url($markDown); width: ${icon}px; height: ${icon}px; }
QAbstractSpinBox { padding: 0; }
QAbstractSpinBox QLineEdit { padding: 0 ${p12}px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: 0; background: transparent; width: ${p28}px;
  height: ${half}px; subcontrol-origin: border; }
QAbstractSpinBox::up-button { subcontrol-position: top right; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; }
QAbstractSpinBox::up-arrow { image: url($markUp); width: ${small}px; height: ${small}px; }
QAbstractSpinBox::down-arrow { image: url($markDown); width: ${small}px; height: ${small}px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $lineStrong; }
QCheckBox, QRadioButton { spacing: ${p8}px; min-height: ${pointer}px; background: transparent; }
QCheckBox:disabled, QRadioButton:disabled { color: $text3; }
QCheckBox::indicator, QGroupBox::indicator, QAbstractItemView::indicator { width: ${box}px; height: ${box}px;
  border: 1px solid $lineStrong; border-radius: ${sm}px; background: $surface; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $primary; }
QCheckBox::indicator:checked, QGroupBox::indicator:checked, QAbstractItemView::indicator:checked {
  background: $primary; border-color: $primary; image: url($markCheck); }
QCheckBox::indicator:indeterminate { background: $primary; border-color: $primary; image: url($markSome); }
QRadioButton::indicator { width: ${box}px; height: ${box}px; border: 1px solid $lineStrong;
  border-radius: ${round}px; background: $surface; }
QRadioButton::indicator:checked { width: ${dot}px; height: ${dot}px; border: ${rim}px solid $primary;
  background: $onPrimary; }
QGroupBox { border: 1px solid $line; border-radius: ${lg}px; margin-top: ${p12}px; padding-top: ${p8}px; }
QGroupBox::title { subcontrol-origin: margin; left: ${p12}px; padding: 0 ${p6}px; color: $text2; }
QTabWidget::pane { border: 0; border-top: 1px solid $line; }
QTabBar::tab { background: transparent; border: 0; border-bottom: 2px solid transparent; color: $text2;
  padding: ${p8}px ${p12}px; font-weight: 500; }
QTabBar::tab:selected { color: $text; border-bottom-color: $primary; font-weight: 600; }
QTabBar::tab:hover { color: $text; }
QSlider:horizontal { min-height: ${pointer}px; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: $surface3; }
QSlider::sub-page:horizontal { height: 4px; border-radius: 2px; background: $primary; }
QSlider::handle:horizontal { width: ${box}px; height: ${box}px; margin: -${knob}px 0; border-radius: ${round}px;
  background: $surface; border: 2px solid $primary; }

QFrame[card="true"] { background: $surface; border: 1px solid $line; border-radius: ${lg}px; }
QFrame[kind="pop"] { background: $surface; border: 1px solid $lineStrong; border-radius: ${lg}px; }
QFrame[kind="rule"] { background: $line; max-height: 1px; min-height: 1px; border: 0; }
QFrame[kind="note"] { border-radius: ${md}px; border: 1px solid $line; background: $surface2; }
QFrame[kind="note"][tone="danger"] { background: $dangerSoft; border-color: $dangerEdge; }
QFrame[kind="note"][tone="danger"] QLabel { color: $danger; font-size: ${label}px; font-weight: 500; }
QFrame[kind="note"][tone="warn"] { background: $warnSoft; border-color: $warnEdge; }
QFrame[kind="note"][tone="warn"] QLabel { color: $warn; font-size: ${label}px; font-weight: 500; }
QFrame[kind="note"][tone="info"] { background: $infoSoft; border-color: $infoEdge; }
QFrame[kind="note"][tone="info"] QLabel { color: $info; font-size: ${label}px; font-weight: 500; }
QFrame[kind="note"][tone="ok"] { background: $okSoft; border-color: $okEdge; }
QFrame[kind="note"][tone="ok"] QLabel { color: $ok; font-size: ${label}px; font-weight: 500; }
QFrame#toast { background: $toast; border-radius: ${lg}px; border: 1px solid $toastLine; }
QFrame#toast QLabel { color: $toastText; }
QFrame#toast QPushButton { background: transparent; border: 0; color: $toastAct; font-weight: 600;
  min-height: ${toastHeight}px; padding: 0 ${p8}px; }
QFrame#toast QPushButton:hover { color: $toastText; }

QProgressBar { background: $surface3; color: transparent; border: 0; border-radius: 3px; max-height: 6px;
  min-height: 6px; }
QProgressBar::chunk { background: $primary; border-radius: 3px; }
QToolTip { background: $text; color: $surface; border: 1px solid $lineStrong; padding: ${p6}px ${p8}px;
  font-size: ${label}px; }
QMenu { background: $surface; border: 1px solid $lineStrong; border-radius: ${md}px; padding: ${p6}px; }
QMenu::item { padding: ${p8}px ${p28}px ${p8}px ${p12}px; border-radius: ${sm}px; }
QMenu::item:selected { background: $primarySoft; color: $primaryText; }
QMenu::item:disabled { color: $text3; }
QMenu::icon { padding-left: ${p8}px; }
QMenu::separator { height: 1px; background: $line; margin: ${p6}px ${p8}px; }
QAbstractItemView { background: $surface; alternate-background-color: $surface2; border: 0; gridline-color: $line;
  selection-background-color: $primarySoft; selection-color: $text; }
QTableView::item, QListView::item { padding: 0 ${p8}px; }
QHeaderView::section { background: $surface; color: $text3; border: 0; border-bottom: 1px solid $line;
  padding: ${p8}px; font-size: ${caption}px; font-weight: 500; }
QScrollBar, QAbstractScrollArea::corner { background: transparent; border: 0; }
QScrollBar:vertical { width: ${bar}px; }
QScrollBar:horizontal { height: ${bar}px; }
QScrollBar::handle { background: $lineStrong; border: 3px solid $surface; border-radius: ${barRadius}px; }
QScrollBar::handle:vertical { min-height: ${desk}px; }
QScrollBar::handle:horizontal { min-width: ${desk}px; }
QScrollBar::handle:hover { background: $text3; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { background: transparent;
  width: 0; height: 0; }
""")


def qss(theme: str, zoom: float = 1.0) -> str:
    """The style sheet of a theme at a zoom."""
    lengths = {name: str(value) for name, value in (_lengths(zoom) | _marks(zoom)).items()}
    return _SHEET.substitute(colours(theme) | _edges(theme) | mark_files(theme) | lengths)


def _edges(theme: str) -> dict[str, str]:
    """Outlines that only high contrast shows, where fills are gone."""
    named, outlined = colours(theme), theme == "contrast"
    soft = {f"{tone}Edge": named[tone if outlined else f"{tone}Soft"] for tone in ("ok", "warn", "danger", "info")}
    return soft | {"segEdge": named["lineStrong" if outlined else "surface2"], "railEdge": "1" if outlined else "0"}


def _lengths(zoom: float) -> dict[str, int]:
    """Sizes in pixels; borders are drawn outside of `min-height`, so two pixels go off."""
    target = TOKENS["target"]
    sizes = {role: round(size * zoom) for role, (size, _line, _weight) in TOKENS["font"]["scale"].items()}
    radii = {name: int(value * zoom) for name, value in TOKENS["radius"].items()}
    paddings = {f"p{n}": round(n * zoom) for n in (6, 8, 12, 14, 28)}
    heights = {name: round(target[name] * zoom) - 2 for name in ("desk", "pointer")}
    own = {"seg": 6 * zoom, "segHeight": 30 * zoom, "charge": target["primary"] * zoom, "toastHeight": 28 * zoom}
    bar = 14  # broad enough for a finger's help; growing with zoom it would take the room of words
    return (
        sizes | radii | paddings | heights | {k: int(v) for k, v in own.items()} | {"bar": bar, "barRadius": bar // 2}
    )


def _marks(zoom: float) -> dict[str, int]:
    """Boxes to tick, round ones to choose, and the arrows of fields."""
    box, rim = round(18 * zoom), round(5 * zoom)
    half = round(TOKENS["target"]["desk"] * zoom) // 2
    sizes = {"box": box, "rim": rim, "dot": box + 2 - 2 * rim, "round": box // 2 + 1, "knob": box // 2}
    return sizes | {"half": half, "icon": round(16 * zoom), "small": round(12 * zoom)}
