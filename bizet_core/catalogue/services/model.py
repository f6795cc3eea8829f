"""Services and everything that belongs to one. Money in minor units of the business's currency, times in minutes."""

from bizet_core.describe.languages.language import N_
from bizet_core.store import Kind, boolean, index, integer, money, picture, ref, table, text

service_categories = table(
    "service_category",
    Kind.REFERENCE,
    text("name"),
    integer("position", default=0),
    scope="all",
    called=N_("Category"),
    changed_by="services.change",
    topic="offer",
    shown_by="name",
)

services = table(
    "service",
    Kind.REFERENCE,
    ref("category_id", "service_category", null=True),
    text("name"),
    text("description", default=""),
    picture("photo"),
    text("colour", default="teal"),
    text("tax_class", default="standard"),
    integer("position", default=0),
    boolean("active", default=True),
    integer("before_min", default=0),
    integer("after_min", default=0),
    boolean("buffer_must_fit", default=False),
    integer("processing_from", null=True),  # minutes after the start from which the staff member is free
    integer("processing_min", null=True),
    integer("step_min", null=True),  # None: the business's slot interval
    integer("notice_min", default=0),
    integer("window_days", default=365),
    boolean("same_day", default=True),
    integer("cutoff_min", null=True),  # wall minute after which today is closed for booking
    integer("min_length", null=True),
    integer("max_length", null=True),
    integer("gap_min", default=0),  # at least so long between two of these with one person
    boolean("back_to_back", default=True),
    text("assign", default="least_busy"),  # round_robin | least_busy | preference
    integer("people", default=1),  # units of a counted resource that one booking takes
    indexes=[index("category_id", "position")],
    checks=["before_min >= 0", "after_min >= 0"],
    scope="all",
    called=N_("Service"),
    changed_by="services.change",
    topic="offer",
    shown_by="name",
)

service_lengths = table(
    "service_length",
    Kind.REFERENCE,
    ref("service_id", "service"),
    text("label", default=""),
    integer("minutes"),
    money("price"),
    integer("position", default=0),
    indexes=[index("service_id", "position")],
    checks=["minutes > 0", "price >= 0"],
    scope="all",
    called=N_("Service"),
    changed_by="services.change",
)

service_addons = table(
    "service_addon",
    Kind.REFERENCE,
    ref("service_id", "service"),
    text("name"),
    integer("minutes", default=0),
    money("price", default=0),
    integer("position", default=0),
    boolean("active", default=True),
    indexes=[index("service_id", "position")],
    checks=["minutes >= 0", "price >= 0"],
    scope="all",
    called=N_("Service"),
    changed_by="services.change",
    shown_by="name",
)

service_staff = table(
    "service_staff",
    Kind.REFERENCE,
    ref("service_id", "service"),
    ref("staff_id", "staff"),
    boolean("can", default=True),  # False blocks this person; with no True row anybody not blocked can
    integer("preference", default=0),  # lower is asked first
    indexes=[index("service_id", "staff_id", unique=True)],
    scope="all",
    called=N_("Service"),
    changed_by="services.change",
)

service_needs = table(
    "service_need",
    Kind.REFERENCE,
    ref("service_id", "service"),
    integer("pool"),  # rows of one pool are alternatives; each pool gives one resource for the whole visit
    ref("resource_id", "resource"),
    integer("units", default=1),
    indexes=[index("service_id", "pool")],
    checks=["units > 0"],
    scope="all",
    called=N_("Service"),
    changed_by="services.change",
)
