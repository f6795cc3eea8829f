"""The frame around every screen: rail, top bar, panel, undo, progress, focus and the scanner's ear."""

from ui.kit.shell.screen import Page, Screen
from ui.kit.shell.window import Window

__all__ = ["Page", "Screen", "Window"]
