"""Working hours: whose they are, and what has taken the place of a week that was set."""

from bizet_core.describe.capabilities import EVERYBODY, Capability, Granted
from bizet_core.describe.languages.language import N_

CAPABILITY = Capability(
    in_its_place={"timetable.set_hours": "bizet_core.catalogue.timetable.operations:set_since"},
    owners={
        "resource": "bizet_core.catalogue.timetable.operations:owner_of_resource",
        "exception": "bizet_core.catalogue.timetable.operations:owner_of_exception",
    },
    permissions={
        "timetable.see": Granted(N_("See working hours"), to=EVERYBODY),
        "timetable.change": Granted(N_("Change working hours and time off"), own=("staff",)),
    },
)
