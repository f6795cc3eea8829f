"""What people are told about hours and time off."""

from bizet_core.describe.languages.language import N_

SENTENCES = {
    "ends_too_early": N_("The end lies before the start. Choose a later end."),
    "weekdays_missing": N_("Choose the days of the week that these hours are for."),
    "hours_odd": N_("Hours begin between 0:00 and 23:59 and last at most a day."),
    "hours_overlap": N_("Two of these hours overlap. Change one of them, or make them one."),
    "hours_changed_meanwhile": N_("Somebody has changed these hours in the meantime. Look again before you save."),
    "exception_elsewhere": N_("What this replaces belongs to another calendar. Change it there."),
    "override_empty": N_("Say from when to when it is open on these days, or add a closure."),
}
