"""Places that the settings contribute to: the rail, their own pages with the groups these stand in, and filters."""

from bizet_core.describe.languages.language import N_
from ui.kit.entries import Entry, Group, Places

PLACES = Places(
    navigation=(
        Entry("settings", N_("Settings"), "settings", "ui.business.settings.settings_screen:settings_page", needs="settings.see",
              group="bottom", order=90, key="Ctrl+,"),
    ),
    groups=(
        Group("business", N_("Business and places"), 10),
        Group("people", N_("People"), 20),
        Group("offer", N_("What is on offer"), 30),
        Group("desk", N_("Desk and devices"), 40),
        Group("records", N_("Records and data"), 50),
    ),
    settings=(
        Entry("business", N_("Business"), "settings", "ui.business.settings.business_pages:business_section", needs="settings.see",
              group="business", order=10,
              words=N_("name, address, receipt, VAT number, currency, language, rules, undo, lock, discount")),
        Entry("locations", N_("Location and hours"), "door-open", "ui.business.settings.sections:LOCATIONS",
              needs="locations.see", group="business", order=20,
              words=N_("place, branch, opening hours, holidays, time zone")),
        Entry("things", N_("Rooms and equipment"), "wrench", "ui.business.settings.sections:THINGS_LISTED",
              needs="resources.see", group="business", order=30, words=N_("room, chair, vehicle, resource, capacity")),
        Entry("taxes", N_("Taxes"), "percent", "ui.business.settings.sections:TAXES", needs="taxes.see",
              group="business", order=40, words=N_("VAT, rate, class of goods")),
        Entry("staff", N_("Staff"), "users", "ui.business.settings.sections:STAFF", needs="staff.see",
              group="people", order=10, words=N_("person, people, role, rights, PIN, working hours, vacation")),
        Entry("services", N_("Services"), "tag", "ui.business.settings.sections:SERVICES", needs="services.see",
              group="offer", order=10, words=N_("price, length, add-on, treatment, appointment")),
        Entry("categories", N_("Categories"), "list-filter", "ui.business.settings.sections:CATEGORIES", needs="services.see",
              group="offer", order=20, words=N_("group of services, order")),
        Entry("products", N_("Products"), "shopping-bag", "ui.business.settings.sections:PRODUCTS", needs="products.see",
              group="offer", order=30, words=N_("price, stock, barcode, goods")),
        Entry("desk", N_("This desk"), "printer", "ui.business.settings.business_pages:desk_section", needs="settings.see",
              group="desk", order=10,
              words=N_("printer, receipt, drawer, colours, dark, size, zoom, language, keys, scanner")),
        Entry("activity", N_("Activity"), "history", "ui.oversight.activity.activity_page:activity_section", needs="history.see",
              group="records", order=10, words=N_("log, audit, history, who did what, export")),
        Entry("data", N_("Data"), "cloud", "ui.business.settings.data_page:data_section", needs="imports.use",
              group="records", order=20, words=N_("backup, recovery key, import, calendar, CSV, sample data")),
    ),
    filters=(
        Entry("days", N_("Days"), "calendar-days", "ui.oversight.activity.activity_filter:Days", group="activity", order=10),
        Entry("person", N_("Person"), "users", "ui.oversight.activity.activity_filter:ByPerson", group="activity", order=20),
        Entry("topic", N_("Sort of thing"), "list-filter", "ui.oversight.activity.activity_filter:ByTopic",
              group="activity", order=30),
    ),
)  # fmt: skip
