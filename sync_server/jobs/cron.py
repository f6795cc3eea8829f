"""Times such as `0 3 * * *`: five fields, or six with seconds first."""

from datetime import datetime
from zoneinfo import ZoneInfo

from croniter import croniter


def next_time(cron: str, after: datetime, zone: str) -> datetime:
    """The next of these times in this zone. Raises `ValueError` for what is no such times."""
    found: datetime = croniter(cron, after.astimezone(ZoneInfo(zone)), second_at_beginning=True).get_next(datetime)
    return found
