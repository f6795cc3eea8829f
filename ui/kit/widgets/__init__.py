"""Small parts that every screen is made of: words, buttons, chips, avatars, steppers and pay tiles."""

from ui.kit.widgets.avatar import Avatar, initials, paint_avatar
from ui.kit.widgets.buttons import Button, IconButton
from ui.kit.widgets.chip import Chip
from ui.kit.widgets.field import Field
from ui.kit.widgets.labels import Amount, Icon, Label, Note, breakable, line_of, rule
from ui.kit.widgets.layouts import empty
from ui.kit.widgets.pay_tile import PayTile
from ui.kit.widgets.stepper import Stepper

__all__ = [
    "Amount",
    "Avatar",
    "Button",
    "Chip",
    "Field",
    "Icon",
    "IconButton",
    "Label",
    "Note",
    "PayTile",
    "Stepper",
    "breakable",
    "empty",
    "initials",
    "line_of",
    "paint_avatar",
    "rule",
]
