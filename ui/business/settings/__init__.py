"""The settings: sections at the side, each a list with its forms or forms alone, declared in `sections`."""

from ui.business.settings.settings_screen import SettingsScreen

__all__ = ["SettingsScreen"]
