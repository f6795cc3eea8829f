"""Forms, tables and search fields drawn from described requests and rows."""

from ui.kit.fields.find_bar import FindBar
from ui.kit.fields.form import Form
from ui.kit.fields.table import Rows

__all__ = ["FindBar", "Form", "Rows"]
