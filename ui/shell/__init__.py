"""The frame around every screen: rail, top bar, panel, undo, progress, focus and the scanner's ear."""

from ui.shell.screen import Page, Screen
from ui.shell.window import Window

__all__ = ["Page", "Screen", "Window"]
