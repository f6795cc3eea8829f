"""Small parts that every screen is made of: words, buttons, chips, avatars, steppers and pay tiles."""

from ui.widgets.avatar import Avatar, initials, paint_avatar
from ui.widgets.buttons import Button, IconButton
from ui.widgets.chip import Chip
from ui.widgets.field import Field
from ui.widgets.labels import Amount, Icon, Label, Note, line_of, rule
from ui.widgets.layouts import empty
from ui.widgets.pay_tile import PayTile
from ui.widgets.stepper import Stepper

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
    "empty",
    "initials",
    "line_of",
    "paint_avatar",
    "rule",
]
