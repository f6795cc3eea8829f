"""Time: instants, dates, times of day, ranges of a day and spans."""

from datetime import UTC, date, datetime, timedelta

from bizet_core.base.refusals import Refused
from bizet_core.describe.formats import dates, times
from bizet_core.describe.kinds.kind import Kind, Schema, is_integer, wrong_shape
from bizet_core.describe.languages.language import N_, Locale

MINUTE = timedelta(minutes=1)


class InstantKind(Kind[datetime]):
    """A moment, typed in the reader's zone and kept in UTC."""

    widget = "instant"

    def read(self, given: object, locale: Locale) -> datetime:
        """From a date and time, ISO 8601 with an offset, or an aware datetime."""
        if isinstance(given, str):
            return dates.read_instant(given, locale)
        if not isinstance(given, datetime):
            raise wrong_shape(N_("a date and time"))
        if given.tzinfo is None:
            raise Refused("no_offset", typed=given.isoformat())
        if not dates.is_plausible(given):
            raise dates.not_a_date(given.isoformat(), locale)
        return given.astimezone(UTC)

    def show(self, value: datetime, locale: Locale) -> str:
        """Date and minute."""
        return dates.show_instant(value, locale)

    def schema(self) -> Schema:
        """ISO 8601 with an offset."""
        return {"type": "string", "format": "date-time"}

    def encode(self, value: datetime) -> object:
        """ISO 8601."""
        return value.isoformat()


class Date(Kind[date]):
    """A day of the calendar."""

    widget = "date"

    def read(self, given: object, locale: Locale) -> date:
        """From text or a date."""
        if isinstance(given, str):
            return dates.read_date(given, locale)
        if not isinstance(given, date) or isinstance(given, datetime):
            raise wrong_shape(N_("a date"))
        if not dates.is_plausible(given):
            raise dates.not_a_date(given.isoformat(), locale)
        return given

    def show(self, value: date, locale: Locale) -> str:
        """Day, month and whole year in the reader's order."""
        return dates.show_date(value, locale)

    def schema(self) -> Schema:
        """ISO 8601."""
        return {"type": "string", "format": "date"}

    def encode(self, value: date) -> object:
        """ISO 8601."""
        return value.isoformat()


class WallTime(Kind[int]):
    """A time of day in minutes since midnight; 1440 and more is the next day."""

    widget = "time"

    def read(self, given: object, locale: Locale) -> int:
        """From `14:30`, or minutes as a whole number."""
        if isinstance(given, str):
            return self.ranged(times.read_wall(given, locale), locale)
        if not is_integer(given) or not 0 <= given <= times.LATEST:
            raise wrong_shape(N_("a time of day in minutes since midnight"))
        return self.ranged(given, locale)

    def show(self, value: int, locale: Locale) -> str:
        """As on a clock."""
        return times.show_wall(value, locale)

    def schema(self) -> Schema:
        """Minutes since midnight."""
        return {"type": "integer", "minimum": 0, "maximum": times.LATEST, **self.bounds()}


class DayRange(Kind[tuple[int, int]]):
    """From one time of day to another, 24 hours at most: opening hours, a shift, a break."""

    widget = "range"

    def read(self, given: object, locale: Locale) -> tuple[int, int]:
        """From `9:00–17:30`, or a pair of minutes since midnight."""
        if isinstance(given, str):
            return times.read_range(given, locale)
        if isinstance(given, list | tuple) and len(given) == 2 and all(is_integer(end) for end in given):
            start, end = given
            if 0 <= start < times.DAY and start < end <= start + times.DAY:
                return start, end
        raise wrong_shape(N_("a start and a later end in minutes since midnight"))

    def show(self, value: tuple[int, int], locale: Locale) -> str:
        """Both ends."""
        return times.show_range(*value, locale)

    def schema(self) -> Schema:
        """A pair of minutes since midnight."""
        return {"type": "array", "items": {"type": "integer", "minimum": 0}, "minItems": 2, "maxItems": 2}


class Minutes(Kind[int]):
    """A length of time in whole minutes."""

    widget = "line"

    def read(self, given: object, locale: Locale) -> int:
        """From `1 h 30`, `90 min`, `1:30`, or minutes as a whole number."""
        if isinstance(given, str):
            return self.ranged(times.read_span(given, locale), locale)
        if not is_integer(given):
            raise wrong_shape(N_("a length of time in minutes"))
        if abs(given) > times.LONGEST:
            raise Refused("number_too_large")
        return self.ranged(given, locale)

    def show(self, value: int, locale: Locale) -> str:
        """In hours and minutes."""
        return times.show_span(value * 60, locale)

    def schema(self) -> Schema:
        """An integer of minutes."""
        return {"type": "integer", **self.bounds()}


class Span(Kind[timedelta]):
    """A length of time as a timedelta; the field's bounds are in minutes."""

    def read(self, given: object, locale: Locale) -> timedelta:
        """As `Minutes`, or a timedelta of whole minutes."""
        if isinstance(given, timedelta):
            whole, rest = divmod(given, MINUTE)
            given = whole if not rest else None
        return Minutes(self.field).read(given, locale) * MINUTE

    def show(self, value: timedelta, locale: Locale) -> str:
        """In hours and minutes."""
        return times.show_span(int(value.total_seconds()), locale)

    def schema(self) -> Schema:
        """An integer of minutes."""
        return Minutes(self.field).schema()

    def encode(self, value: timedelta) -> object:
        """Minutes."""
        return value // MINUTE
