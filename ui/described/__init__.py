"""Forms, tables and search fields drawn from described requests and rows."""

from ui.described.find_bar import FindBar
from ui.described.form import Form
from ui.described.rows import Rows

__all__ = ["FindBar", "Form", "Rows"]
