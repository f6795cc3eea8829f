"""The small marks inside boxes and fields. Qt's style sheet takes pictures only from files: here they are."""

from functools import cache

from PySide6.QtCore import QTemporaryDir

from resources.theme import colours
from ui.kit.theme.icons import source

MARKS = {
    "markCheck": ("check", "onPrimary", 3.2),
    "markSome": ("minus", "onPrimary", 3.2),
    "markDown": ("chevron-down", "text2", 2.0),
    "markUp": ("chevron-up", "text2", 2.0),
}
"""Name in the style sheet → icon, colour of the theme, stroke."""


@cache
def _folder() -> QTemporaryDir:
    return QTemporaryDir()  # removed when the program ends


@cache
def mark_files(theme: str) -> dict[str, str]:
    """The marks of a theme, as paths that a style sheet can name."""
    named, files = colours(theme), {}
    for mark, (icon, colour, stroke) in MARKS.items():
        path = _folder().filePath(f"{mark}_{theme}.svg")
        drawing = source(icon).replace("currentColor", named[colour])
        with open(path, "w", encoding="utf-8") as file:
            file.write(drawing.replace('stroke-width="2"', f'stroke-width="{stroke}"'))
        files[mark] = path
    return files
