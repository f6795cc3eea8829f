"""The names of languages in themselves, kept in `resources/languages.json`: Babel reads 366 files for them.

`python -m bizet_core.describe.languages.language_names` writes the file anew. A test
says when a newer Babel knows more.
"""

import re
from pathlib import Path

import babel
import msgspec
from babel.localedata import locale_identifiers

FILE = Path(__file__).parents[3] / "resources" / "languages.json"
_LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z][a-z]{3})?")


def kept_names() -> dict[str, str]:
    """The code of each language that Unicode has data for, and its own name for itself."""
    return msgspec.json.decode(FILE.read_bytes(), type=dict[str, str])


def names_by_babel() -> dict[str, str]:
    """The same from Unicode's data."""
    codes = [code for code in locale_identifiers() if _LANGUAGE.fullmatch(code) and code != "root"]
    return {code: babel.Locale.parse(code).display_name or code for code in sorted(codes)}


if __name__ == "__main__":
    FILE.write_bytes(msgspec.json.format(msgspec.json.encode(names_by_babel())) + b"\n")
