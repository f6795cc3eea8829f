"""Tables of the whole business in one import, for whoever creates or compares a whole database."""

# ruff: noqa: F401
import bizet_core.booking.bookings.model
import bizet_core.business.access.model
import bizet_core.business.attachments.model
import bizet_core.business.devices.model
import bizet_core.business.leases.model
import bizet_core.business.locations.model
import bizet_core.business.resources.model
import bizet_core.business.settings.model
import bizet_core.business.staff.model
import bizet_core.catalogue.products.model
import bizet_core.catalogue.services.model
import bizet_core.catalogue.taxes.model
import bizet_core.catalogue.timetable.model
import bizet_core.people.customers.model
import bizet_core.selling.carts.model
import bizet_core.selling.printing.model
import bizet_core.selling.sales.model
import bizet_core.selling.till.model
import bizet_core.store.journal.cards
import bizet_core.store.journal.feed_heads
import bizet_core.store.journal.incarnation
import bizet_core.sync.model
from bizet_core.store.tables.columns import METADATA

__all__ = ["METADATA"]
