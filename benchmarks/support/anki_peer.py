"""The peer: Anki's own sync server and client, from PyPI, in a virtual environment of their own.

`python -m venv V && V/bin/pip install anki`, then V/bin/python runs this file as a program: notes and their cards go
from one collection to the server, and from there to another. What is not installed is said and left out.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

FOLDER = Path(tempfile.gettempdir()) / "bizet-benchmark-anki"
PATIENCE = 30.0  # seconds for its server to answer


def measured(notes: int) -> dict[str, Any] | None:
    """Rows a second each way; None where Anki cannot be had."""
    python = FOLDER / "bin" / "python"
    if not _is_there(python):
        print("Anki is not installed and could not be; its figures are left out.", file=sys.stderr)
        return None
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([python, __file__, folder, str(notes)], capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"Anki's sync did not run; its figures are left out.\n{done.stderr}", file=sys.stderr)
        return None
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _is_there(python: Path) -> bool:
    if not python.exists():
        made = [[sys.executable, "-m", "venv", FOLDER], [python, "-m", "pip", "install", "--quiet", "anki"]]
        for command in made:
            if subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode:
                return False
    return subprocess.run([python, "-c", "import anki.syncserver"], check=False, capture_output=True).returncode == 0


# ---------------------------------------------------------------------------------- by the other environment's Python


def _main(folder: Path, notes: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    ours = {"SYNC_USER1": "u:p", "SYNC_BASE": str(folder / "server"), "SYNC_HOST": "127.0.0.1", "SYNC_PORT": str(port)}
    command = [sys.executable, "-m", "anki.syncserver"]
    server = subprocess.Popen(
        command, env=os.environ | ours | {"RUST_LOG": "anki=error"}, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT
    )
    try:
        _wait_for(port)
        print(json.dumps(_moved(folder, f"http://127.0.0.1:{port}/", notes)))
    finally:
        server.kill()
        server.wait()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def _moved(folder: Path, url: str, notes: int) -> dict[str, Any]:
    first, second = (_collection(folder / name, url, upload) for name, upload in (("a", True), ("b", False)))
    _write(first[0], notes)
    push = _synced(*first)
    pull = _synced(*second)
    assert second[0].note_count() == notes
    rows = second[0].note_count() + second[0].card_count()
    version = getattr(__import__("anki.buildinfo").buildinfo, "version", "")
    return {
        "version": version, "rows": rows, "push_rows_per_s": round(rows / push), "pull_rows_per_s": round(rows / pull)
    }  # fmt: skip


def _collection(path: Path, url: str, upload: bool) -> tuple[Any, Any]:
    """A collection that has agreed with the server once, both empty."""
    collections: Any = __import__("anki.collection").collection
    path.mkdir()
    collection = collections.Collection(str(path / "collection.anki2"))
    auth = collection.sync_login("u", "p", url)
    collection.sync_collection(auth, False)
    collection.close_for_full_sync()
    collection.full_upload_or_download(auth=auth, server_usn=None, upload=upload)
    collection.reopen(after_full_sync=True)
    return collection, auth


def _write(collection: Any, notes: int) -> None:
    kind = collection.models.by_name("Basic")
    deck = collection.decks.id("Default")
    for i in range(notes):
        note = collection.new_note(kind)
        note["Front"], note["Back"] = f"Sale {i} of a bottle of shampoo", f"Paid in cash, number {i}"
        collection.add_note(note, deck)


def _synced(collection: Any, auth: Any) -> float:
    began = time.perf_counter()
    told = collection.sync_collection(auth, False)
    assert told.required == told.NO_CHANGES, told
    return time.perf_counter() - began


if __name__ == "__main__":
    _main(Path(sys.argv[1]), int(sys.argv[2]))
