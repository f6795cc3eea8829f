"""Which revisions of the tables there are. Told by the names of the files, so that nothing else need be read for it."""

from pathlib import Path

from bizet_core.base.refusals import Refused

FOLDER = Path(__file__).parent
REVISIONS = tuple(sorted(path.name.split("_")[0] for path in (FOLDER / "versions").glob("[0-9]*.py")))
BEFORE_THIS_FORMAT = frozenset(f"{number:04}" for number in range(1, 14))
"""Of before the first release: journal lines, facts of the history and carts were written in another form then."""
HEAD = REVISIONS[-1] if REVISIONS else "0000"


def is_current(revision: str | None) -> bool:
    """Whether a database is as today's code wants it.

    Refuses one from a newer version, one of before the first release, and one that is not ours.
    """
    if revision is None:
        raise Refused("file_foreign")
    if revision in BEFORE_THIS_FORMAT:
        raise Refused("file_older")
    if revision not in REVISIONS:
        raise Refused("file_newer")
    return revision == HEAD
