"""`make features`: which features of the catalog some test shows, and which none does yet."""

import csv
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
MARK = re.compile(r'mark\.feature\(\s*((?:"[\d.]+"[,\s]*)+)\)')


def shown() -> dict[str, list[str]]:
    """Feature id → test files that are marked with it."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for ids in MARK.findall(path.read_text(encoding="utf-8")):
            for id in re.findall(r"[\d.]+", ids):
                found.setdefault(id, []).append(str(path.relative_to(ROOT)))
    return found


def catalog() -> list[dict[str, str]]:
    """The features in the catalog's order."""
    with (ROOT / "docs" / "features.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def main() -> None:
    """Print each feature with where it is shown; the last line counts them."""
    marked, rows = shown(), catalog()
    for row in rows:
        where = ", ".join(dict.fromkeys(marked.get(row["id"], []))) or "—"
        print(f"{row['id']:8} {row['feature'][:60]:60} {where}")
    print(f"{sum(row['id'] in marked for row in rows)} of {len(rows)} features shown")


if __name__ == "__main__":
    main()
