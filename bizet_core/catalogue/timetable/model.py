"""Hours, breaks, time off, overrides, closures and busy times: signed intervals on a resource's calendar."""

from bizet_core.describe.languages.language import N_
from bizet_core.store import Kind, at, boolean, identifier, index, integer, ref, table, text

timetable_rules = table(
    "timetable_rule",
    Kind.REFERENCE,
    ref("resource_id", "resource"),
    text("layer"),  # see `timetable.rules`: a later layer overrides an earlier one
    boolean("opens"),
    integer("weekdays", null=True),  # bit 0 is Monday; None with a first day: every day of the range
    integer("first_day", null=True),  # proleptic Gregorian ordinal, as `date.toordinal()`
    integer("last_day", null=True),  # inclusive
    integer("start_min", null=True),  # wall minutes since midnight
    integer("end_min", null=True),  # may be 1440 and more: the next day
    at("starts_at", null=True),  # absolute intervals: holds, outside calendars
    at("ends_at", null=True),
    text("label", default=""),
    text("reason", default=""),  # of time off: vacation | sick | other
    identifier("source", null=True),  # what it is a part of: its exception's first row, or an imported calendar
    indexes=[index("resource_id", "layer"), index("source", where="source IS NOT NULL")],
    checks=["end_min > start_min", "ends_at > starts_at", "last_day >= first_day"],
    scope="all",
    called=N_("Working hours or time off"),
    changed_by="timetable.change",
)
