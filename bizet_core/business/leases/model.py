"""Pools, their numbered units, and the leases on them."""

from enum import StrEnum

from bizet_core.describe.languages.language import N_
from bizet_core.store import Kind, at, identifier, index, integer, ref, table, text
from bizet_core.store.tables.triggers import BACKSTOPS, UNLESS_APPLIED


class LeaseKind(StrEnum):
    """What is leased."""

    AMOUNT = "amount"  # so many of a pool: tickets of a quota, minor units of a card's balance
    UNITS = "units"  # these units of a pool: seats
    TIME = "time"  # a stretch of a resource's time


class LeaseState(StrEnum):
    """Who may use it."""

    ACTIVE = "active"  # its holder
    CLOSED = "closed"  # handed back
    FORCED = "forced"  # taken back without asking: what its holder still sells is told in the Inbox


pools = table(
    "pool",
    Kind.CLAIM,
    integer("size"),
    integer("sold", default=0),
    integer("leased", default=0),
    integer("over", default=0),  # sold beyond it, by desks whose leases were taken back
    checks=["sold >= 0", "leased >= 0", "over >= 0", "sold + leased <= size"],
    undo=False,
    scope="server",
    called=N_("Stock to share out"),
    lost="untold",
)

pool_units = table(
    "pool_unit",
    Kind.CLAIM,
    identifier("pool_id"),
    text("name"),
    text("state", default="free"),  # free | leased | sold
    identifier("lease_id", null=True),
    identifier("sold_by", null=True),  # what it was sold for; one at a time
    indexes=[index("pool_id", "name", unique=True), index("lease_id")],
    undo=False,
    scope="all",
    called=N_("Stock to share out"),
    lost="untold",
)

leases = table(
    "lease",
    Kind.CLAIM,
    identifier("device"),
    integer("inc"),
    text("kind"),
    identifier("pool_id", null=True),
    ref("resource_id", "resource", null=True),
    integer("size", default=0),
    integer("used", default=0),
    at("starts_at", null=True),
    at("ends_at", null=True),
    text("state", default=LeaseState.ACTIVE.value),
    indexes=[index("device", "state"), index("resource_id", "ends_at", where="kind = 'time' AND state = 'active'")],
    checks=["used >= 0", "used <= size", "kind <> 'time' OR ends_at > starts_at"],
    undo=False,
    scope="device",
    called=N_("A desk's share"),
    lost="untold",
)

# A stretch of time is one lease's alone, and only claims under that lease may be made in it.
_ACTIVE = """
  SELECT 1 FROM lease l WHERE l.business_id = NEW.business_id AND l.resource_id = NEW.resource_id
    AND l.kind = 'time' AND l.state = 'active' AND l.starts_at < NEW.ends_at AND l.ends_at > NEW.starts_at
"""
_ELSEWHERE = f"{_ACTIVE} AND l.id IS DISTINCT FROM NEW.lease_id"
_TWICE = f"{_ACTIVE} AND l.id <> NEW.id"


def _sqlite(table: str, event: str, name: str, when: str, found: str, code: str) -> list[str]:
    return [
        f"DROP TRIGGER IF EXISTS {table}_{name}",
        f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table} WHEN {when} AND {UNLESS_APPLIED} BEGIN "
        f"SELECT RAISE(ABORT, '{code}') WHERE EXISTS ({found}); END",
    ]


_TIME = "NEW.kind = 'time' AND NEW.state = 'active'"
BACKSTOPS["sqlite"] += [
    statement
    for event, name in (("INSERT", "insert"), ("UPDATE", "update"))
    for statement in (
        *_sqlite("claim", event, f"leased_{name}", "NEW.live", _ELSEWHERE, "claim_leased"),
        *_sqlite("lease", event, f"alone_{name}", _TIME, _TWICE, "claim_leased"),
    )
]
BACKSTOPS["postgresql"] += [
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    "ALTER TABLE lease DROP CONSTRAINT IF EXISTS lease_alone",
    "ALTER TABLE lease ADD CONSTRAINT lease_alone EXCLUDE USING gist (business_id WITH =, resource_id WITH =, "
    "int8range(starts_at, ends_at) WITH &&) WHERE (kind = 'time' AND state = 'active')",
    f"""CREATE OR REPLACE FUNCTION claim_leased() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.live THEN
        PERFORM 1 FROM resource WHERE business_id = NEW.business_id AND id = NEW.resource_id FOR UPDATE;
        IF EXISTS ({_ELSEWHERE}) THEN
          RAISE EXCEPTION 'claim_leased' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
      END IF;
      RETURN NEW;
    END $$""",
    "DROP TRIGGER IF EXISTS claim_leased ON claim",
    "CREATE TRIGGER claim_leased BEFORE INSERT OR UPDATE ON claim FOR EACH ROW EXECUTE FUNCTION claim_leased()",
]
