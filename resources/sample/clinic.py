"""Health: a small clinic of physiotherapy and dentistry."""

from bizet_core.describe.languages.language import N_
from resources.sample.shape import (
    MONDAY_TO_FRIDAY,
    AddOn,
    Block,
    Booked,
    Hours,
    Length,
    Person,
    Place,
    Product,
    Service,
    Trade,
    Words,
    hm,
    in_shop,
)

PHYSIO, DENTAL, GENERAL = N_("Physiotherapy"), N_("Dentistry"), N_("General")
FIRST, TREATMENT, SPORTS = N_("First assessment"), N_("Treatment"), N_("Sports massage")
CHECK_UP, HYGIENE, FILLING = N_("Dental check-up"), N_("Hygienist"), N_("Filling")
CONSULTATION, VACCINATION = N_("Consultation"), N_("Vaccination")
XRAY, TAPING = N_("X-ray"), N_("Taping")
LUNCH, PAPERWORK = N_("Lunch"), N_("Paperwork")
NADIA, OWEN, MEI = "Dr Nadia Rahman", "Owen Pritchard", "Dr Mei Tanaka"
ROOM_1, ROOM_2, SURGERY = N_("Room 1"), N_("Room 2"), N_("Surgery")
EITHER = (ROOM_1, ROOM_2)


def _lunch(start: int) -> tuple[Hours, ...]:
    return (Hours(start, start + 60, label=LUNCH),)


CLINIC = Trade(
    key="clinic",
    name=N_("Clinic and therapy"),
    business="Harbour Clinic",
    words=Words(
        N_("Patient"), N_("Patients"), N_("Practitioner"), N_("Appointment"), N_("Appointments"), N_("Treatment")
    ),
    opening=(Hours(hm(8), hm(18), MONDAY_TO_FRIDAY),),
    categories=(GENERAL, PHYSIO, DENTAL),
    services=(
        Service(
            CONSULTATION,
            GENERAL,
            (Length(15, 45_00), Length(30, 80_00, N_("Long"))),
            "blue",
            by=(NADIA,),
            needs=(EITHER,),
            after=5,
            tax_class="exempt",
        ),
        Service(VACCINATION, GENERAL, (Length(15, 30_00),), "blue", by=(NADIA,), needs=(EITHER,), tax_class="exempt"),
        Service(
            FIRST,
            PHYSIO,
            (Length(60, 75_00),),
            "teal",
            description=N_("<p>History, examination and a plan. Please bring letters and pictures you have.</p>"),
            by=(OWEN,),
            needs=(EITHER,),
            after=10,
            tax_class="exempt",
        ),
        Service(
            TREATMENT,
            PHYSIO,
            (Length(30, 48_00), Length(45, 62_00)),
            "teal",
            addons=(AddOn(TAPING, 12_00, 5),),
            by=(OWEN,),
            needs=(EITHER,),
            after=10,
            tax_class="exempt",
        ),
        Service(SPORTS, PHYSIO, (Length(60, 65_00),), "olive", by=(OWEN,), needs=(EITHER,), after=10),
        Service(
            CHECK_UP,
            DENTAL,
            (Length(30, 55_00),),
            "violet",
            addons=(AddOn(XRAY, 35_00, 10),),
            by=(MEI,),
            needs=((SURGERY,),),
            after=10,
            tax_class="exempt",
        ),
        Service(HYGIENE, DENTAL, (Length(45, 70_00),), "violet", by=(MEI,), needs=((SURGERY,),), after=10),
        Service(
            FILLING, DENTAL, (Length(60, 120_00),), "plum", by=(MEI,), needs=((SURGERY,),), after=10, tax_class="exempt"
        ),
    ),
    products=(
        Product(N_("Resistance band, medium"), PHYSIO, 12_00, in_shop(101), 18, "teal", favourite=True),
        Product(N_("Foam roller 45 cm"), PHYSIO, 29_00, in_shop(102), 5, "teal"),
        Product(N_("Kinesiology tape 5 m"), PHYSIO, 9_50, in_shop(103), 24, "olive", favourite=True),
        Product(N_("Soft toothbrush"), DENTAL, 4_50, in_shop(104), 40, "violet"),
        Product(N_("Interdental brushes, 8"), DENTAL, 7_90, in_shop(105), 22, "violet"),
        Product(N_("Copy of records"), GENERAL, 10_00, in_shop(106), None, "slate"),
    ),
    people=(
        Person("Teresa Quinn", N_("Reception"), "owner", "plum", in_calendar=False),
        Person(NADIA, N_("General practitioner"), "manager", "blue", (Hours(hm(8), hm(16)),), _lunch(hm(12))),
        Person(OWEN, N_("Physiotherapist"), "staff", "teal", (Hours(hm(9), hm(18)),), _lunch(hm(13))),
        Person(MEI, N_("Dentist"), "contractor", "violet", (Hours(hm(8, 30), hm(17)),), _lunch(hm(12, 30))),
    ),
    places=(Place(ROOM_1), Place(ROOM_2), Place(SURGERY, colour="violet")),
    bookings=(
        Booked(hm(8, 30), CONSULTATION, NADIA, "José María Núñez de la Peña", "completed", place=ROOM_1),
        Booked(hm(9), CONSULTATION, NADIA, "Grace Okafor", "completed", minutes=30, place=ROOM_1),
        Booked(hm(10), VACCINATION, NADIA, "Ari Cohen", "no_show", place=ROOM_1),
        Booked(hm(11, 15), CONSULTATION, NADIA, "Ирина Соколова", "in_service", place=ROOM_1),
        Booked(hm(13, 30), CONSULTATION, NADIA, "שרה לוי", "pending", place=ROOM_1, source="web"),
        Booked(hm(9), FIRST, OWEN, "Łukasz Żółkiewski", "completed", place=ROOM_2),
        Booked(hm(10, 15), TREATMENT, OWEN, "Sam O’Neill", "completed", minutes=45, place=ROOM_2),
        Booked(hm(11, 30), TREATMENT, OWEN, "Helena Costa", "arrived", addons=(TAPING,), place=ROOM_2),
        Booked(hm(14), SPORTS, OWEN, "Ísak Þórðarson", place=ROOM_2),
        Booked(hm(15, 15), TREATMENT, OWEN, "Zara Malik", "cancelled", place=ROOM_2),
        Booked(hm(9), CHECK_UP, MEI, "Noor Haddad", "completed", addons=(XRAY,), place=SURGERY),
        Booked(hm(10), FILLING, MEI, "Ben Sayers", "completed", place=SURGERY),
        Booked(hm(11, 15), HYGIENE, MEI, "佐藤花子", "in_service", place=SURGERY),
        Booked(hm(14), CHECK_UP, MEI, "Олексій Шевчук", place=SURGERY),
        Booked(hm(15), FILLING, MEI, "Maya Lindqvist", "pending", place=SURGERY),
        Booked(hm(10, 15), TREATMENT, OWEN, "Sam O’Neill", "completed", place=ROOM_2, day=-7, times=5),
        Booked(hm(9), CHECK_UP, MEI, "Noor Haddad", "completed", place=SURGERY, day=-182, times=2, every=182),
        Booked(hm(10), TREATMENT, OWEN, "Helena Costa", place=ROOM_2, day=7),
        Booked(hm(9), CONSULTATION, NADIA, "አበበ በቀለ", place=ROOM_1, day=1),
        Booked(hm(11), HYGIENE, MEI, "Solange", place=SURGERY, day=2),
    ),
    blocks=(Block(NADIA, hm(15), hm(16), PAPERWORK),),
)
