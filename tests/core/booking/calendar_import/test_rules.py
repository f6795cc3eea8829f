"""Calendars as programs write them: what becomes of each file, and of each event."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bizet_core.base.refusals import Refused
from bizet_core.booking.calendar_import.messages import SENTENCES, outcome, tell
from bizet_core.booking.calendar_import.rules import CalendarEntry, CalendarRead, Window, read_calendar, window_around
from bizet_core.describe.languages.sentences import word

FILES = Path(__file__).parent / "files"
NOW = datetime(2026, 3, 12, 11, 24, tzinfo=UTC)
WINDOW = window_around(NOW)
EVER = Window(datetime(1990, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC))
LISBON = "Europe/Lisbon"


def event(*lines: str, uid: str = "1") -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT", ""])


def calendar(*parts: str) -> bytes:
    return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + "".join(parts) + "END:VCALENDAR\r\n").encode()


def read(*parts: str, zone: str = LISBON, window: Window = WINDOW) -> CalendarRead:
    return read_calendar(calendar(*parts), zone, window)


def only(*lines: str, zone: str = LISBON) -> CalendarEntry:
    (entry,) = read(event(*lines), zone=zone).entries
    return entry


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def times(found: CalendarRead) -> list[tuple[str, str]]:
    return [(f"{e.starts_at:%Y-%m-%d %H:%M}", f"{e.ends_at:%Y-%m-%d %H:%M}") for e in found.entries]


def refusal(data: bytes) -> Refused:
    with pytest.raises(Refused) as caught:
        read_calendar(data, LISBON, EVER)
    assert word(caught.value).endswith(".")
    assert "report" not in word(caught.value)  # a code without words would ask for that
    return caught.value


# ------------------------------------------------------------------------------------------------- real files


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("big_bad_calendar", "calendar_cut_off"),
        ("broken_dtstart", "calendar_without_starts"),
        ("broken_ical", "calendar_without_starts"),
        ("invalid_duration", "calendar_lengths_unreadable"),
        ("issue_1050_multiple_calendars", "calendar_without_starts"),
        ("issue_1081_invalid_rrule_freq", "calendar_rules_unreadable"),
    ],
)
def test_a_broken_file_gets_one_sentence_and_no_entries(name: str, code: str) -> None:
    assert refusal((FILES / f"{name}.ics").read_bytes()).code == code


@pytest.mark.parametrize("name", ["bom_calendar", "calendar_with_unicode", "empty"])
def test_a_calendar_without_events_is_empty_not_broken(name: str) -> None:
    found = read_calendar((FILES / f"{name}.ics").read_bytes(), LISBON, EVER)
    assert (found.entries, found.problems) == ((), ())
    assert outcome(found) == "This calendar has no events."


@pytest.mark.parametrize(
    ("name", "count", "first"),
    [
        ("america_new_york", 1, ("2014-08-29 12:00", "2014-08-29 14:00")),
        ("example", 3, ("2022-01-01 00:00", "2022-01-02 00:00")),
        ("issue_1050_forward_timezone_reference", 1, ("2025-01-15 09:00", "2025-01-15 10:00")),
        ("issue_1081_event_with_rrule", 10, ("2025-01-01 10:00", "2025-01-01 11:00")),
        ("issue_1231_recurrence", 1, ("2025-04-28 16:05", "2025-04-28 17:05")),
        ("issue_127_categories_with_commas", 1, ("2014-02-04 14:00", "2014-02-04 15:00")),
        ("issue_156_RDATE_with_PERIOD_TZID_khal", 19, ("2018-03-27 13:00", "2018-03-27 14:00")),
        ("issue_1633_rdate_with_dates_and_tzid", 2, ("1997-01-01 05:00", "1997-01-02 05:00")),
    ],
)
def test_a_real_file_is_read(name: str, count: int, first: tuple[str, str]) -> None:
    found = read_calendar((FILES / f"{name}.ics").read_bytes(), LISBON, EVER)
    assert len(found.entries) == count
    assert times(found)[0] == first
    assert all(problem.kept for problem in found.problems)


def test_every_file_of_the_folder_is_tried_above() -> None:
    for path in FILES.glob("*.ics"):
        assert path.stem in Path(__file__).read_text(encoding="utf-8")


def test_holidays_from_long_ago_are_outside_and_said_so() -> None:
    found = read_calendar((FILES / "example.ics").read_bytes(), LISBON, WINDOW)
    assert (found.name, found.entries, found.outside) == ("Holidays", (), 3)
    assert outcome(found) == "All 3 events in this calendar are long past or far ahead, so there is nothing to import."


# --------------------------------------------------------------------------------------------- times and zones


def test_a_time_in_utc_and_a_time_in_a_zone_are_the_same_instant() -> None:
    utc_entry = only("DTSTART:20260712T090000Z", "DTEND:20260712T100000Z")
    zoned = only("DTSTART;TZID=Europe/Berlin:20260712T110000", "DTEND;TZID=Europe/Berlin:20260712T120000")
    assert (utc_entry.starts_at, utc_entry.ends_at) == (zoned.starts_at, zoned.ends_at)
    assert (utc_entry.zone, zoned.zone) == (LISBON, "Europe/Berlin")


def test_a_floating_time_is_the_locations() -> None:
    assert only("DTSTART:20260712T090000", "DTEND:20260712T100000").starts_at == utc("2026-07-12T08:00")
    assert only("DTSTART:20260712T090000", "DTEND:20260712T100000", zone="Asia/Tokyo").starts_at == utc(
        "2026-07-12T00:00"
    )


def test_a_whole_day_lasts_from_midnight_to_midnight_at_home() -> None:
    entry = only("DTSTART;VALUE=DATE:20260329", zone="Europe/Berlin")
    assert entry.all_day
    assert (entry.starts_at, entry.ends_at) == (utc("2026-03-28T23:00"), utc("2026-03-29T22:00"))  # 23 hours


@pytest.mark.parametrize(
    ("name", "starts", "zone"),
    [
        ("Romance Standard Time", "2026-07-12T09:00", "Europe/Paris"),
        ("europe/berlin", "2026-07-12T09:00", "Europe/Berlin"),
        ("/freeassociation.sourceforge.net/Tzfile/Europe/Berlin", "2026-07-12T09:00", "Europe/Berlin"),
        ("/mozilla.org/20070129_1/America/New_York", "2026-07-12T15:00", "America/New_York"),
        ('"Europe/Berlin"', "2026-07-12T09:00", "Europe/Berlin"),
    ],
)
def test_zones_are_known_by_the_names_that_programs_give_them(name: str, starts: str, zone: str) -> None:
    entry = only(f"DTSTART;TZID={name}:20260712T110000", "DURATION:PT1H")
    assert (entry.starts_at, entry.zone) == (utc(starts), zone)


def own_zone(offset: str) -> str:
    return "\r\n".join(
        [
            *("BEGIN:VTIMEZONE", "TZID:Customized Time Zone", "BEGIN:STANDARD", "DTSTART:16010101T000000"),
            *(f"TZOFFSETFROM:{offset}", f"TZOFFSETTO:{offset}", "END:STANDARD", "END:VTIMEZONE", ""),
        ]
    )


def test_two_files_that_give_one_name_to_two_zones_are_both_read_right() -> None:
    there = event("DTSTART;TZID=Customized Time Zone:20260712T110000", "DURATION:PT1H")
    assert read(own_zone("+0200"), there).entries[0].starts_at == utc("2026-07-12T09:00")
    assert read(there, own_zone("-0500")).entries[0].starts_at == utc("2026-07-12T16:00")
    assert refusal(calendar(there)).code == "calendar_zones_unknown"


def test_an_unknown_zone_is_told_instead_of_importing_a_wrong_hour() -> None:
    found = read(
        event("DTSTART;TZID=Narnia/Lamp:20260712T110000", "SUMMARY:Colour"), event("DTSTART:20260712T110000Z", uid="2")
    )
    assert len(found.entries) == 1
    assert tell(found.problems[0]).startswith("“Colour”: Its time zone “Narnia/Lamp” is not known")


def test_a_zone_that_changes_every_second_does_not_stop_the_desk() -> None:
    zone = own_zone("+0200").replace("END:STANDARD", "RRULE:FREQ=SECONDLY\r\nEND:STANDARD")
    began = process_time()
    assert (
        refusal(calendar(zone, event("DTSTART;TZID=Customized Time Zone:20260712T110000"))).code
        == "calendar_zones_unknown"
    )
    assert process_time() - began < 5


# ----------------------------------------------------------------------------------------------- odd and broken


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (("DTSTART:20260712T110000Z", "DTEND:20260712T100000Z"), "entry_ends_before_start"),
        (("DTSTART:20260712T110000Z", "DURATION:-PT1H"), "entry_ends_before_start"),
        (("DTSTART:20260712T110000Z", "DTEND:20260712T110000Z"), "entry_without_length"),
        (("DTSTART:20260712T110000Z", "DURATION:PT1Y"), "entry_length_unreadable"),
        (("DTSTART:20260712T110000Z", "DURATION:P9999W"), "entry_too_long"),
        (("DTSTART:20260712T110000Z", "DTEND:later"), "entry_end_unreadable"),
        (("DTSTART:00010101T000000Z", "DURATION:PT1H"), "entry_start_unreadable"),
        (("DTSTART:110000", "DURATION:PT1H"), "entry_start_unreadable"),
        (("SUMMARY:nothing else",), "entry_without_start"),
        (("DTSTART:20260712T110000Z", "RRULE:FREQ=SECONDLY"), "entry_rule_too_often"),
        (
            ("DTSTART:20260712T110000Z", "RRULE:FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=1,2,3,4,5,6,7,8,9"),
            "entry_rule_too_often",
        ),
        (("DTSTART:20260712T110000Z", "RRULE:FREQ=DAILY;INTERVAL=0"), "entry_rule_unreadable"),
        (("DTSTART:20260712T110000Z", "RRULE:FREQ=DAILY;UNTIL=soon"), "entry_rule_unreadable"),
        (("DTSTART:20260712T110000Z", "RRULE:INTERVAL=2"), "entry_rule_unreadable"),
        (("DTSTART:20260712T110000Z", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), "entry_rule_never"),
        (("DTSTART:20260712T110000Z", "RDATE:someday"), "entry_dates_unreadable"),
    ],
)
def test_an_event_that_cannot_be_is_told_and_the_others_are_read(lines: tuple[str, ...], code: str) -> None:
    found = read(event("SUMMARY:Colour", *lines), event("DTSTART:20260713T090000Z", "DURATION:PT1H", uid="2"))
    assert times(found) == [("2026-07-13 09:00", "2026-07-13 10:00")]
    assert [problem.code for problem in found.problems] == [code]
    assert tell(found.problems[0]).endswith("left out.")
    assert outcome(found) == "1 entry can be imported. 1 event cannot be read."


def test_an_event_without_an_end_keeps_an_hour_free_and_says_so() -> None:
    found = read(event("DTSTART:20260712T110000Z", "SUMMARY:Fitting"))
    assert times(found) == [("2026-07-12 11:00", "2026-07-12 12:00")]
    assert tell(found.problems[0]) == "“Fitting”: It has no end; 60 minutes were assumed."
    assert outcome(found) == "1 entry can be imported."


def test_a_length_across_the_change_of_clocks_is_elapsed_time() -> None:
    entry = only("DTSTART;TZID=Europe/Berlin:20260328T233000", "DURATION:PT4H")
    assert entry.ends_at - entry.starts_at == timedelta(hours=4)


def test_a_date_beside_a_time_is_midnight() -> None:
    assert only("DTSTART:20260712T220000", "DTEND;VALUE=DATE:20260713").ends_at == utc("2026-07-12T23:00")


@pytest.mark.parametrize(
    ("lines", "status", "busy"),
    [
        ((), "confirmed", True),
        (("TRANSP:TRANSPARENT",), "confirmed", False),
        (("X-MICROSOFT-CDO-BUSYSTATUS:FREE",), "confirmed", False),
        (("STATUS:TENTATIVE",), "tentative", True),
        (("STATUS:CANCELLED",), "cancelled", False),
    ],
)
def test_what_is_free_or_cancelled_takes_no_time(lines: tuple[str, ...], status: str, busy: bool) -> None:
    entry = only("DTSTART:20260712T110000Z", "DURATION:PT1H", *lines)
    assert (entry.status, entry.busy, entry.cancelled) == (status, busy, status == "cancelled")


def test_a_file_that_takes_events_back_cancels_them() -> None:
    assert read("METHOD:CANCEL\r\n", event("DTSTART:20260712T110000Z", "DURATION:PT1H")).entries[0].cancelled


def test_words_are_unfolded_unescaped_and_kept_private_where_marked() -> None:
    entry = only(
        "DTSTART:20260712T110000Z",
        "DURATION:PT1H",
        "SUMMARY:Cut\\, colour\r\n  & finish ليلى",
        "CLASS:PRIVATE",
        "LOCATION:Room 2",
    )
    assert (entry.summary, entry.place, entry.private) == ("Cut, colour & finish ليلى", "Room 2", True)


def test_published_busy_times_are_entries_without_words() -> None:
    found = read(
        "BEGIN:VFREEBUSY\r\nFREEBUSY;FBTYPE=BUSY:20260312T100000Z/20260312T110000Z,20260313T100000Z/PT1H\r\n"
        "FREEBUSY;FBTYPE=FREE:20260314T100000Z/PT1H\r\nFREEBUSY:nonsense\r\nEND:VFREEBUSY\r\n"
    )
    assert times(found) == [("2026-03-12 10:00", "2026-03-12 11:00"), ("2026-03-13 10:00", "2026-03-13 11:00")]
    assert [entry.busy for entry in found.entries] == [True, True]


def test_tasks_are_counted_and_left_out() -> None:
    found = read("BEGIN:VTODO\r\nUID:t\r\nDUE:20260712T110000Z\r\nEND:VTODO\r\n", event("DTSTART:20260712T110000Z"))
    assert (len(found.entries), found.others) == (1, 1)


# --------------------------------------------------------------------------------------------------- repetition


def test_a_weekly_event_keeps_its_wall_time_across_the_change_of_clocks() -> None:
    found = read(
        event(
            "DTSTART;TZID=Europe/Berlin:20260324T100000",
            "DTEND;TZID=Europe/Berlin:20260324T110000",
            "RRULE:FREQ=WEEKLY;COUNT=2",
        )
    )
    assert times(found) == [("2026-03-24 09:00", "2026-03-24 10:00"), ("2026-03-31 08:00", "2026-03-31 09:00")]


def test_exceptions_changes_and_extra_dates_of_a_series() -> None:
    found = read(
        event(
            "DTSTART:20260310T100000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=4", "EXDATE:20260311T100000Z"
        ).replace("END:VEVENT", "RDATE:20260401T080000Z\r\nEND:VEVENT"),
        event("RECURRENCE-ID:20260312T100000Z", "DTSTART:20260312T150000Z", "DURATION:PT30M", "SUMMARY:moved"),
    )
    assert times(found) == [
        ("2026-03-10 10:00", "2026-03-10 11:00"),
        ("2026-03-12 15:00", "2026-03-12 15:30"),
        ("2026-03-13 10:00", "2026-03-13 11:00"),
        ("2026-04-01 08:00", "2026-04-01 09:00"),
    ]
    assert [entry.recurrence for entry in found.entries][1] == "2026-03-12T10:00:00Z"


def test_a_change_of_this_and_later_ones_moves_the_rest() -> None:
    found = read(
        event("DTSTART:20260310T100000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=4"),
        event("RECURRENCE-ID;RANGE=THISANDFUTURE:20260324T100000Z", "DTSTART:20260324T120000Z", "DURATION:PT2H"),
    )
    assert [start for start, _end in times(found)] == [
        "2026-03-10 10:00",
        "2026-03-17 10:00",
        "2026-03-24 12:00",
        "2026-03-31 12:00",
    ]
    assert len({entry.key for entry in found.entries}) == 4


@pytest.mark.parametrize(
    ("rule", "from_day", "expected"),
    [
        ("FREQ=DAILY", "19900101", 761),
        ("FREQ=DAILY;INTERVAL=3", "19900101", 254),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "19900101", 109),
        ("FREQ=MONTHLY;BYDAY=-1FR", "19900101", 25),
        ("FREQ=YEARLY", "19900301", 3),
        ("FREQ=HOURLY;INTERVAL=6", "20200101", 3043),
    ],
)
def test_a_rule_without_end_fills_the_window_and_no_more(rule: str, from_day: str, expected: int) -> None:
    began = process_time()
    found = read(event(f"DTSTART:{from_day}T100000Z", "DURATION:PT30M", f"RRULE:{rule}"))
    assert abs(len(found.entries) - expected) <= 1
    assert all(WINDOW.starts_at < entry.ends_at and entry.starts_at < WINDOW.ends_at for entry in found.entries)
    assert process_time() - began < 10


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY", "HOURLY"]),
    st.integers(1, 9),
    st.sampled_from(["", ";BYDAY=TU", ";BYDAY=MO,WE,FR", ";BYMONTH=3,7", ";BYMONTHDAY=29"]),
    st.datetimes(datetime(2019, 1, 1), datetime(2026, 3, 1)),  # noqa: DTZ001  (the mark says the zone)
    st.sampled_from(["Z", ""]),
)
def test_beginning_later_changes_no_instance(
    frequency: str, interval: int, by: str, first: datetime, mark: str
) -> None:
    """A rule with a count is followed from its start, one without from shortly before the window."""
    lines = (f"DTSTART:{first:%Y%m%dT%H%M%S}{mark}", "DURATION:PT45M")
    rule = f"RRULE:FREQ={frequency};INTERVAL={interval}{by}"
    window = Window(NOW, NOW + timedelta(days=60))
    try:
        near = read(event(*lines, rule), window=window)
    except Refused:  # it never comes true, such as every ninth month that is a March or July
        return
    assert times(near) == times(read(event(*lines, rule + ";COUNT=100000"), window=window))


@pytest.mark.parametrize(
    "rule", ["FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=DAILY;BYSECOND=" + ",".join(map(str, range(60)))]
)
def test_a_rule_of_every_second_is_told_at_once(rule: str) -> None:
    began = process_time()
    assert refusal(calendar(event("DTSTART:19700101T000000Z", f"RRULE:{rule}"))).code == "calendar_rules_too_often"
    assert process_time() - began < 2


def test_many_rules_that_never_come_true_do_not_stop_the_desk() -> None:
    parts = [
        event("DTSTART:20260101T000000Z", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", uid=str(i)) for i in range(500)
    ]
    began = process_time()
    assert refusal(calendar(*parts)).code == "calendar_too_intricate"
    assert process_time() - began < 30


def test_a_birthday_on_the_29th_of_february_is_no_trouble() -> None:
    found = read(event("DTSTART;VALUE=DATE:20240229", "RRULE:FREQ=YEARLY"), window=EVER)
    assert [start[:10] for start, _end in times(found)] == ["2024-02-29", "2028-02-29"]


# ----------------------------------------------------------------------------------------------- importing again


def test_importing_twice_gives_the_same_keys() -> None:
    data = calendar(
        event("DTSTART:20260310T100000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY"),
        event("DTSTART:20260310T100000Z", "SUMMARY:no uid").replace("UID:1\r\n", "DTSTAMP:20260101T000000Z\r\n"),
    )
    again = data.replace(b"DTSTAMP:20260101", b"DTSTAMP:20260202")
    assert [e.key for e in read_calendar(data, LISBON, WINDOW).entries] == [
        e.key for e in read_calendar(again, LISBON, WINDOW).entries
    ]


def test_a_moved_event_keeps_its_key_and_a_later_window_too() -> None:
    before, after = only("DTSTART:20260310T100000Z"), only("DTSTART:20260311T150000Z")
    assert before.key == after.key
    daily = event("DTSTART:20260101T100000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY")
    now, later = (read(daily, window=window_around(NOW + timedelta(days=d))) for d in (0, 20))
    shared = {entry.starts_at: entry.key for entry in now.entries}
    assert all(shared.get(entry.starts_at, entry.key) == entry.key for entry in later.entries)


def test_of_two_versions_of_an_event_the_later_counts() -> None:
    found = read(
        event("SEQUENCE:2", "DTSTART:20260310T120000Z", "DURATION:PT1H"),
        event("SEQUENCE:1", "DTSTART:20260310T100000Z", "DURATION:PT1H"),
    )
    assert times(found) == [("2026-03-10 12:00", "2026-03-10 13:00")]


# -------------------------------------------------------------------------------------------------- whole files


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "calendar_empty_file"),
        (b"\xef\xbb\xbf \r\n", "calendar_empty_file"),
        (b"Name,Phone\nAna,1\n", "calendar_is_something_else"),
        (b"PK\x03\x04", "calendar_is_something_else"),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "calendar_cut_off"),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n", "calendar_broken"),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\nEND:VEVENT\n", "calendar_broken"),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:X\n" * 100_000, "calendar_broken"),
        (b"BEGIN:VCALENDAR\n" + b" " * 20_000_001, "calendar_too_big"),
        (calendar(event("DTSTART:20260310T120000Z") * 20_001), "calendar_too_many"),
    ],
)
def test_a_file_that_is_no_whole_calendar_gets_a_clear_sentence(data: bytes, code: str) -> None:
    assert refusal(data).code == code


def test_more_repetitions_than_anybody_can_keep_are_refused() -> None:
    parts = [event("DTSTART:20260101T000000Z", "DURATION:PT1H", "RRULE:FREQ=HOURLY", uid=str(i)) for i in range(3)]
    assert refusal(calendar(*parts)).code == "calendar_too_many"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_calendar_is_read_in_the_encodings_of_old_programs(encoding: str) -> None:
    data = calendar(event("DTSTART:20260310T120000Z", "SUMMARY:Müller – Großmann")).decode().encode(encoding)
    assert read_calendar(data, LISBON, WINDOW).entries[0].summary == "Müller – Großmann"


def test_a_year_of_a_busy_salon_is_read_in_seconds() -> None:
    start = datetime(2026, 1, 5, 9, tzinfo=UTC)
    parts = [
        event(
            f"DTSTART:{start + timedelta(minutes=45 * i):%Y%m%dT%H%M%SZ}",
            "DURATION:PT45M",
            f"SUMMARY:Guest {i}",
            uid=f"{i}@x",
        )
        for i in range(3_000)
    ]
    began = process_time()
    found = read(*parts)
    assert len(found.entries) + found.outside == 3_000
    assert process_time() - began < 30


LINES = [
    *(
        "DTSTART:20260310T120000Z",
        "DTSTART;VALUE=DATE:20260310",
        "DTSTART;TZID=Europe/Berlin:20260329T023000",
        "DTSTART:",
    ),
    *(
        "DTEND:20260310T130000",
        "DURATION:PT1H",
        "DURATION:P1DT",
        "RRULE:FREQ=DAILY",
        "RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20260401",
    ),
    *(
        "RRULE:FREQ=MONTHLY;BYSETPOS=-1;BYDAY=MO",
        "RDATE:20260311T120000Z,20260312",
        "RDATE;VALUE=PERIOD:20260311T120000Z/PT2H",
    ),
    *(
        "EXDATE:20260311",
        "EXDATE;VALUE=DATE:20260311",
        "RECURRENCE-ID:20260311T120000Z",
        "RECURRENCE-ID;VALUE=DATE:20260311",
    ),
    *(
        "SEQUENCE:x",
        "SUMMARY;LANGUAGE=de:a",
        "SUMMARY:b",
        "STATUS:",
        "TRANSP",
        ";;:",
        "BEGIN:VALARM",
        "END:VALARM",
        "CLASS",
    ),
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["1", "2", ""]), st.lists(st.sampled_from(LINES), max_size=6)), max_size=4))
def test_events_of_any_lines_are_read_or_refused(events: list[tuple[str, list[str]]]) -> None:
    try:
        found = read(*(event(*lines, uid=uid) for uid, lines in events))
    except Refused as refused:
        codes = [refused.code]
    else:
        codes = [problem.code for problem in found.problems]
        assert all(entry.starts_at < entry.ends_at and entry.starts_at.tzinfo is UTC for entry in found.entries)
        assert len({entry.key for entry in found.entries}) == len(found.entries)
    assert set(codes) <= SENTENCES.keys()


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_are_read_or_refused(data: bytes, framed: bool) -> None:
    whole = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260310T120000Z\n" + data + b"\nEND:VEVENT\nEND:VCALENDAR\n"
    try:
        found = read_calendar(whole if framed else data, LISBON, WINDOW)
    except Refused as refused:
        codes = [refused.code]
    else:
        codes = [problem.code for problem in found.problems]
    assert set(codes) <= SENTENCES.keys()


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_real_file_damaged_anywhere_is_read_or_refused(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(FILES.glob("*.ics"))))
    content = path.read_bytes()
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, len(content)))
    damaged = content[:start] + data.draw(st.binary(max_size=20)) + content[end:]
    try:
        found = read_calendar(damaged, LISBON, EVER)
    except Refused as refused:
        assert word(refused).endswith(".")  # noqa: PT017
        return
    assert all(entry.starts_at < entry.ends_at for entry in found.entries)
