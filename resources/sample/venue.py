"""Venues: halls, rehearsal rooms and what is hired with them."""

from bizet_core.describe.languages.language import N_
from resources.sample.shape import (
    EVERY_DAY,
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

HALLS, REHEARSAL, MEETINGS, BAR, PRINT = N_("Halls"), N_("Rehearsal"), N_("Meetings"), N_("Bar"), N_("Print")
HALL_DAY, HALL_EVENING, VIEWING = N_("Great hall, daytime"), N_("Great hall, evening"), N_("Viewing")
BAND, RECORDING, MEETING = N_("Rehearsal room"), N_("Recording with an engineer"), N_("Meeting room")
PIANO, LIGHTS, COFFEE, PROJECTOR = N_("Grand piano, tuned"), N_("Stage lights"), N_("Coffee and cakes"), N_("Projector")
SETTING_UP = N_("Setting up")
HELGA, RUI, SANA = "Helga Brandt", "Rui Moreira", "Sana Qureshi"
HALL, STUDIO_A, STUDIO_B, SALON_ROOM = N_("Great hall"), N_("Studio A"), N_("Studio B"), N_("Garden room")
STUDIOS = (STUDIO_A, STUDIO_B)

VENUE = Trade(
    key="venue",
    name=N_("Venue and rooms"),
    business="The Old Foundry",
    words=Words(N_("Guest"), N_("Guests"), N_("Host"), N_("Booking"), N_("Bookings"), N_("Hire")),
    opening=(Hours(hm(9), hm(24), EVERY_DAY),),
    categories=(HALLS, REHEARSAL, MEETINGS),
    services=(
        Service(
            HALL_DAY,
            HALLS,
            (Length(240, 480_00), Length(480, 850_00, N_("Whole day"))),
            "plum",
            description=N_("<p>For up to 220 guests, with tables, chairs and a kitchen.</p>"),
            addons=(AddOn(PIANO, 120_00), AddOn(LIGHTS, 90_00), AddOn(COFFEE, 150_00)),
            needs=((HALL,),),
            before=60,
            after=60,
        ),
        Service(
            HALL_EVENING,
            HALLS,
            (Length(300, 720_00),),
            "plum",
            addons=(AddOn(PIANO, 120_00),),
            needs=((HALL,),),
            before=60,
        ),
        Service(VIEWING, HALLS, (Length(30, 0),), "slate", by=(HELGA, SANA)),
        Service(BAND, REHEARSAL, (Length(120, 36_00), Length(180, 50_00)), "blue", needs=(STUDIOS,), after=15),
        Service(RECORDING, REHEARSAL, (Length(240, 220_00),), "blue", by=(RUI,), needs=((STUDIO_A,),), after=15),
        Service(
            MEETING,
            MEETINGS,
            (Length(60, 35_00), Length(240, 110_00, N_("Half a day"))),
            "teal",
            addons=(AddOn(PROJECTOR, 20_00), AddOn(COFFEE, 60_00)),
            needs=((SALON_ROOM,),),
            before=15,
            after=15,
        ),
    ),
    products=(
        Product(N_("Espresso"), BAR, 2_20, in_shop(301), None, "amber", favourite=True, tax_class="reduced"),
        Product(N_("Lemonade"), BAR, 3_80, in_shop(302), 60, "amber", favourite=True, tax_class="reduced"),
        Product(N_("Draught beer 400 ml"), BAR, 5_20, in_shop(303), None, "amber"),
        Product(N_("House wine, glass"), BAR, 6_00, in_shop(304), None, "plum"),
        Product(N_("Poster of the season"), PRINT, 12_00, in_shop(305), 35, "rose"),
        Product(N_("Drum sticks"), REHEARSAL, 11_00, in_shop(306), 12, "blue"),
    ),
    people=(
        Person(HELGA, N_("House manager"), "owner", "plum", (Hours(hm(9), hm(18)),)),
        Person(RUI, N_("Sound engineer"), "contractor", "blue", (Hours(hm(10), hm(22)),)),
        Person(SANA, N_("Events"), "staff", "teal", (Hours(hm(9), hm(17)),)),
    ),
    places=(
        Place(HALL, colour="plum"),
        Place(STUDIO_A, colour="blue"),
        Place(STUDIO_B, colour="blue"),
        Place(SALON_ROOM, colour="teal"),
    ),
    bookings=(
        Booked(hm(11), HALL_DAY, "", "Grace Okafor", "in_service", addons=(COFFEE,), place=HALL, note=N_("80 guests")),
        Booked(hm(18), HALL_EVENING, "", "José María Núñez de la Peña", addons=(PIANO,), place=HALL),
        Booked(hm(9, 30), VIEWING, HELGA, "Sofia Ricci", "completed"),
        Booked(hm(14), VIEWING, SANA, "王伟", "pending", source="web"),
        Booked(hm(10), RECORDING, RUI, "Solange", "in_service", place=STUDIO_A),
        Booked(hm(17), BAND, "", "Dan Whitaker", place=STUDIO_A),
        Booked(hm(9), BAND, "", "Leo Marsh", "no_show", place=STUDIO_B),
        Booked(hm(12), BAND, "", "Ísak Þórðarson", "arrived", place=STUDIO_B, note=N_("Early: tuning in the foyer")),
        Booked(hm(19), BAND, "", "Łukasz Żółkiewski", minutes=180, place=STUDIO_B),
        Booked(hm(9, 30), MEETING, "", "Helena Costa", "completed", addons=(PROJECTOR,), place=SALON_ROOM),
        Booked(hm(13), MEETING, "", "Zara Malik", minutes=240, addons=(PROJECTOR, COFFEE), place=SALON_ROOM),
        Booked(hm(18), MEETING, "", "Ruth Adeyemi", "cancelled", place=SALON_ROOM),
        Booked(hm(17), BAND, "", "Dan Whitaker", "completed", place=STUDIO_A, day=-7, times=9),
        Booked(hm(17), BAND, "", "Dan Whitaker", place=STUDIO_A, day=7),
        Booked(hm(12), HALL_DAY, "", "Priya Nair", minutes=480, addons=(LIGHTS,), place=HALL, day=3),
    ),
    blocks=(Block(STUDIO_B, hm(15), hm(16), SETTING_UP),),
    opening_float=30_000,
)
