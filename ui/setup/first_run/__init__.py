"""The first run: from an empty desk to a business that can open."""

from ui.setup.first_run.wizard import FirstRun

__all__ = ["FirstRun"]
