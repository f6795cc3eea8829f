"""What the shell asks of a screen, and how the composition root names the screens that exist."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtWidgets import QWidget


class Screen(Protocol):
    """A place in the rail. It is made when first visited and stays; its reads watch the desk only while it shows."""

    def widget(self) -> QWidget:
        """What is shown between top bar and panel."""
        ...

    def take_focus(self) -> None:
        """Put the keyboard where work begins."""
        ...

    def scanned(self, code: str) -> bool:
        """Take what the scanner read while this screen shows; False leaves it to the program."""
        ...


@dataclass(frozen=True, slots=True)
class Page:
    """A destination of the rail: `icon` is a Lucide name, `label` is marked by `N_`, `key` (`Ctrl+1`) opens it."""

    id: str
    label: str
    icon: str
    factory: Callable[[], Screen]
    key: str = ""
    at_bottom: bool = False
