"""How a desk's file is encrypted: SQLCipher with a raw key, pages of 2 KiB under AES-256 and HMAC-SHA-256.

SQLCipher's own settings are pages of 4 KiB under HMAC-SHA-512. A desk writes few bytes in many places: half a page
costs half as much to encrypt, and today's processors have instructions for SHA-256. A sale takes a seventh less time
so, a row read by its key a quarter less; reading a whole table takes a tenth more (`docs/benchmarks.md`). Files of the
first form are read as they are, and copied into this one when they are migrated.
"""

from importlib import import_module
from pathlib import Path
from typing import Any

sqlcipher: Any = import_module("sqlcipher3.dbapi2")  # it has no types
PAGE = 2048  # bytes
_FORM = (f"cipher_page_size = {PAGE}", "cipher_hmac_algorithm = HMAC_SHA256")


def connect(file: str, key: bytes, **options: Any) -> Any:
    """A bare connection to a file under its key, of 32 bytes or of 48 with the file's salt.

    What is wrong, such as a key that is not the file's, is told at the first read.
    """
    connection = _opened(file, key, _FORM, options)
    try:
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    except sqlcipher.DatabaseError as error:
        if "file is not a database" in str(error):
            connection.close()  # another key would open it for reading only
            return _opened(file, key, (), options)  # of the first form, or none of ours
    return connection


def copy_whole(connection: Any, target: Path) -> None:
    """Copy everything into a new file under the same key, in today's form, whatever form the connection's file has."""
    connection.execute("ATTACH ? AS copied", (str(target),))
    for setting in _FORM:
        connection.execute(f"PRAGMA copied.{setting}")
    connection.execute("SELECT sqlcipher_export('copied')")
    connection.execute("DETACH copied")


def _opened(file: str, key: bytes, form: tuple[str, ...], options: dict[str, Any]) -> Any:
    connection = sqlcipher.connect(file, isolation_level=None, **options)
    connection.execute("PRAGMA cipher_log_level = NONE")  # a wrong key is told by an error, not on stderr
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    for setting in (*form, "cipher_memory_security = OFF"):
        connection.execute(f"PRAGMA {setting}")
    return connection
