"""Bookings, their parts, and the claims on time that the database keeps apart."""

from enum import StrEnum

from bizet_core.describe.languages.language import N_
from bizet_core.store import Kind, at, boolean, document, identifier, index, integer, money, ref, table, text
from bizet_core.store.tables.triggers import BACKSTOPS, UNLESS_APPLIED


class Status(StrEnum):
    """The life of a booking (catalog 26.1.5)."""

    HOLD = "hold"
    PENDING = "pending"
    CONFIRMED = "confirmed"
    ARRIVED = "arrived"
    IN_SERVICE = "in_service"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"


bookings = table(
    "booking",
    Kind.REFERENCE,
    ref("location_id", "location"),
    ref("customer_id", "customer", null=True),  # None: a walk-in
    text("status"),
    at("starts_at"),
    at("ends_at"),
    text("zone"),
    text("wall_start"),  # what was agreed with the customer: "2026-03-12T11:30"
    text("tzdata"),  # the time-zone data that turned it into an instant
    text("source", default="desk"),
    text("note", default=""),
    boolean("provisional", default=False),
    boolean("sample", default=False),
    at("hold_until", null=True),
    text("outside_id", default=""),  # the calendar entry it was imported from
    at("created_at"),
    indexes=[
        index("location_id", "starts_at"),
        index("customer_id", "starts_at"),
        index("hold_until", where="hold_until IS NOT NULL"),
        index("outside_id", where="outside_id <> ''"),
    ],
    checks=["ends_at > starts_at"],
    called=N_("Booking"),
    changed_by="bookings.change",
    topic="bookings",
    has_page=True,
)

booking_parts = table(
    "booking_part",
    Kind.REFERENCE,
    ref("booking_id", "booking"),
    ref("service_id", "service", null=True),
    ref("staff_id", "staff", null=True),
    identifier("length_id", null=True),
    integer("position", default=0),
    text("name"),  # as it was booked
    text("colour"),
    at("starts_at"),
    at("ends_at"),
    integer("before_min", default=0),
    integer("after_min", default=0),
    integer("processing_from", null=True),
    integer("processing_min", null=True),
    money("price"),  # with its add-ons
    text("tax_class"),
    document("addons", null=True),
    boolean("any_staff", default=False),
    indexes=[index("booking_id", "position"), index("starts_at"), index("staff_id", "starts_at")],
    checks=["ends_at > starts_at"],
    called=N_("Booking"),
    changed_by="bookings.change",
    belongs_to="booking",
)

claims = table(
    "claim",
    Kind.CLAIM,
    ref("resource_id", "resource"),
    ref("booking_id", "booking"),
    ref("part_id", "booking_part", null=True),
    at("starts_at"),  # with buffers: what nobody else may have
    at("ends_at"),
    integer("units", default=1),
    boolean("live", default=True),  # False: given back, or overbooked on purpose with a reason
    boolean("counted", default=False),  # several may hold the resource at once, up to its capacity
    text("reason", default=""),
    identifier("lease_id", null=True),  # under which a desk could promise it while it was alone
    indexes=[
        index("resource_id", "ends_at", "starts_at", "units", where="live"),  # all that free times are made of
        index("booking_id"),
        index("part_id"),
    ],
    checks=["ends_at > starts_at", "units > 0"],
    grain="resource_id",
    scope="all",
    called=N_("Booking"),
    belongs_to="booking",
)

# One live claim at an instant on a resource of one unit is a constraint of the database itself; for counted ones the
# operation locks the resource row and checks the peak, and a trigger stands behind it (the peak is at some start).
_TAKEN = """
  SELECT 1 FROM claim c WHERE c.business_id = NEW.business_id AND c.resource_id = NEW.resource_id AND c.live
    AND c.id <> NEW.id AND c.starts_at < NEW.ends_at AND c.ends_at > NEW.starts_at
"""
_OVER = """
  SELECT 1 FROM (
    SELECT NEW.starts_at AS t UNION
    SELECT starts_at FROM claim WHERE business_id = NEW.business_id AND resource_id = NEW.resource_id AND live
      AND id <> NEW.id AND starts_at > NEW.starts_at AND starts_at < NEW.ends_at
  ) AS moment WHERE NEW.units + coalesce((
    SELECT sum(units) FROM claim WHERE business_id = NEW.business_id AND resource_id = NEW.resource_id AND live
      AND id <> NEW.id AND starts_at <= moment.t AND ends_at > moment.t), 0)
    > (SELECT capacity FROM resource WHERE business_id = NEW.business_id AND id = NEW.resource_id)
"""


def _sqlite(event: str, name: str) -> list[str]:
    return [
        f"DROP TRIGGER IF EXISTS claim_{name}",
        f"CREATE TRIGGER claim_{name} BEFORE {event} ON claim WHEN NEW.live AND {UNLESS_APPLIED} BEGIN "
        f"SELECT RAISE(ABORT, 'claim_taken') WHERE NOT NEW.counted AND EXISTS ({_TAKEN}); "
        f"SELECT RAISE(ABORT, 'claim_taken') WHERE NEW.counted AND EXISTS ({_OVER}); END",
    ]


BACKSTOPS["sqlite"] += _sqlite("INSERT", "insert") + _sqlite("UPDATE", "update")
BACKSTOPS["postgresql"] += [
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    "ALTER TABLE claim DROP CONSTRAINT IF EXISTS claim_alone",
    "ALTER TABLE claim ADD CONSTRAINT claim_alone EXCLUDE USING gist "
    "(business_id WITH =, resource_id WITH =, int8range(starts_at, ends_at) WITH &&) WHERE (live AND NOT counted)",
    f"""CREATE OR REPLACE FUNCTION claim_peak() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.live THEN
        PERFORM 1 FROM resource WHERE business_id = NEW.business_id AND id = NEW.resource_id FOR UPDATE;
        IF (NEW.counted AND EXISTS ({_OVER})) OR (NOT NEW.counted AND EXISTS ({_TAKEN})) THEN
          RAISE EXCEPTION 'claim_taken' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
      END IF;
      RETURN NEW;
    END $$""",
    "DROP TRIGGER IF EXISTS claim_peak ON claim",
    "CREATE TRIGGER claim_peak BEFORE INSERT OR UPDATE ON claim FOR EACH ROW EXECUTE FUNCTION claim_peak()",
]
