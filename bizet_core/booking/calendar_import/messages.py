"""What people are told about a calendar they import: about the file, and about single events in it."""

from typing import TYPE_CHECKING

from bizet_core.base.refusals import Refused
from bizet_core.describe.languages.language import N_, NN_, _, ngettext
from bizet_core.describe.languages.sentences import fill, word

if TYPE_CHECKING:  # wording any refusal reads this module; the parsers need not be loaded for that
    from bizet_core.booking.calendar_import.rules import CalendarRead, Problem

SENTENCES = {
    # the file: nothing is imported
    "calendar_empty_file": N_("This file is empty. Export the calendar again and choose the new file."),
    "calendar_is_something_else": N_("This is not a calendar. Choose a file that ends in .ics."),
    "calendar_too_big": N_("This calendar has {megabytes} MB. Calendars can have up to {most} MB; export fewer years."),
    "calendar_too_many": N_("This calendar has more than {most} events. Export fewer years."),
    "calendar_cut_off": N_("This calendar ends in the middle, so part of it is missing. Export or download it again."),
    "calendar_broken": N_("This calendar is put together wrongly at {component}. Export it again where it comes from."),
    "calendar_too_intricate": N_("Too many events in this calendar repeat by rules that hardly ever come true."),
    "calendar_nothing_readable": NN_(
        "The only event in this calendar cannot be read. Export it again where it comes from.",
        "None of the {count} events in this calendar can be read. Export it again where it comes from.",
    ),
    "calendar_without_starts": NN_(
        "The only event in this calendar has no start that can be read, so nothing was imported.",
        "None of the {count} events in this calendar has a start that can be read, so nothing was imported.",
    ),
    "calendar_runs_backwards": NN_(
        "The only event in this calendar ends before it starts, so nothing was imported.",
        "All {count} events in this calendar end before they start, so nothing was imported.",
    ),
    "calendar_lengths_unreadable": NN_(
        "The only event in this calendar has an impossible length, so nothing was imported.",
        "All {count} events in this calendar have impossible lengths, so nothing was imported.",
    ),
    "calendar_rules_unreadable": NN_(
        "The only event in this calendar repeats by a rule that cannot be read, so nothing was imported.",
        "All {count} events in this calendar repeat by rules that cannot be read, so nothing was imported.",
    ),
    "calendar_rules_too_often": NN_(
        "The only event in this calendar repeats more often than hourly, so nothing was imported.",
        "All {count} events in this calendar repeat more often than hourly, so nothing was imported.",
    ),
    "calendar_zones_unknown": NN_(
        "The only event in this calendar is in an unknown time zone, so nothing was imported.",
        "All {count} events in this calendar are in unknown time zones, so nothing was imported.",
    ),
    # single events
    "entry_unreadable": N_("It cannot be read and was left out."),
    "entry_without_start": N_("It has no start and was left out."),
    "entry_start_unreadable": N_("Its start cannot be read. It was left out."),
    "entry_end_unreadable": N_("Its end cannot be read. It was left out."),
    "entry_length_unreadable": N_("Its length cannot be read. It was left out."),
    "entry_ends_before_start": N_("It ends before it starts. It was left out."),
    "entry_without_length": N_("It ends when it starts, so it takes no time. It was left out."),
    "entry_too_long": N_("It lasts {days} days, which cannot be meant. It was left out."),
    "entry_zone_unknown": N_("Its time zone “{zone}” is not known, so its time is not either. It was left out."),
    "entry_dates_unreadable": N_("Dates on which it repeats or is moved cannot be read. It was left out."),
    "entry_rule_unreadable": N_("The rule by which it repeats cannot be read. It was left out."),
    "entry_rule_too_often": N_("It repeats more often than hourly. It was left out."),
    "entry_rule_never": N_("It repeats on dates that do not exist. It was left out."),
    "entry_cannot_repeat": N_("Its repetitions contradict each other. It was left out."),
    "entry_without_end": NN_(
        "It has no end; {count} minute was assumed.", "It has no end; {count} minutes were assumed."
    ),
}

NAMED = N_("“{title}”:")
NUMBERED = N_("Event {number}:")

NO_EVENTS = N_("This calendar has no events.")
ALL_OUTSIDE = NN_(
    "The only event in this calendar is long past or far ahead, so there is nothing to import.",
    "All {count} events in this calendar are long past or far ahead, so there is nothing to import.",
)
FOUND = NN_("{count} entry can be imported.", "{count} entries can be imported.")
LEFT_OUT = NN_("{count} event cannot be read.", "{count} events cannot be read.")


def tell(problem: "Problem") -> str:
    """A problem as a sentence that names its event, in the reader's language."""
    name = fill(_(NAMED if problem.title else NUMBERED), {"title": problem.title, "number": str(problem.number)})
    return f"{name} {word(Refused(problem.code, **problem.facts))}"


def outcome(read: "CalendarRead") -> str:
    """What an import would bring, in a sentence or two."""
    lost = sum(not problem.kept for problem in read.problems)
    if read.entries:
        return " ".join([_counted(FOUND, len(read.entries)), *([_counted(LEFT_OUT, lost)] if lost else [])])
    return _counted(ALL_OUTSIDE, read.outside) if read.outside else _(NO_EVENTS)


def _counted(forms: tuple[str, str], count: int) -> str:
    return fill(ngettext(*forms, count), {"count": count})
