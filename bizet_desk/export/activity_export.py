"""The activity log as a file that any spreadsheet opens."""

import csv
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from bizet_core.base.refusals import Refused
from bizet_core.describe.languages.language import N_, _, reader
from bizet_core.oversight.activity.queries import MOST, Activity, Deed, Page, activity
from bizet_desk.export.data_export import Ask, cell

HEADINGS = (N_("When"), N_("Person"), N_("Device"), N_("What"), N_("Sort of thing"), N_("Concerning"))


def write_activity(ask: Ask, asked: Activity, path: Path) -> int:
    """Write all that was asked for, the newest first, in the reader's words; returns how many lines."""
    count = 0
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as out:
            writer = csv.writer(out)  # RFC 4180
            writer.writerow([_(heading) for heading in HEADINGS])
            for page in _pages(ask, asked):
                writer.writerows(_cells(deed) for deed in page.deeds)
                count += len(page.deeds)
    except OSError as error:
        raise Refused("export_not_written", folder=str(path.parent)) from error
    return count


def _pages(ask: Ask, asked: Activity) -> Iterator[Page]:
    page: Page = ask(activity, msgspec.structs.replace(asked, limit=MOST, before=None))
    yield page
    while page.rest is not None:
        page = ask(activity, msgspec.structs.replace(asked, limit=MOST, before=page.rest))
        yield page


def _cells(deed: Deed) -> list[str]:
    at = deed.at.astimezone(ZoneInfo(reader().zone)).isoformat(timespec="seconds")
    return [cell(value) for value in (at, deed.actor, deed.device, deed.words(), deed.kind(), deed.about)]
