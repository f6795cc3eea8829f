"""Hair and beauty: the salon whose Thursday is in the pictures."""

from bizet_core.describe.languages.language import N_
from resources.sample.shape import (
    MONDAY_TO_SATURDAY,
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

HAIR, COLOUR, BARBER = N_("Hair"), N_("Colour"), N_("Barber")
NAILS, BROWS, BODY = N_("Nails"), N_("Brows"), N_("Body and mind")
CARE, TOOLS = N_("Hair care"), N_("Tools")
CUT_AND_FINISH, CUT, SILK_PRESS = N_("Cut & finish"), N_("Cut"), N_("Silk press")
BALAYAGE, BALAYAGE_TONE = N_("Balayage refresh"), N_("Balayage & tone")
FULL_COLOUR, ROOTS, PATCH_TEST = N_("Full colour + cut"), N_("Root touch-up"), N_("Patch test")
FADE, SKIN_FADE, BEARD, KIDS_CUT = N_("Fade"), N_("Skin fade"), N_("Beard + fade"), N_("Kids cut")
FATHER_AND_SON = N_("Father & son")
GEL, GEL_ART, PEDICURE = N_("Gel manicure"), N_("Gel + art"), N_("Pedicure")
LAMINATION, MASSAGE, YOGA = N_("Brow lamination"), N_("Deep-tissue massage"), N_("Yoga basics")
GLOSS, TREATMENT, HOT_TOWEL = N_("Gloss"), N_("Repair treatment"), N_("Hot towel")
LUNCH, DEEP_CLEAN = N_("Lunch"), N_("Deep clean")
INES, ANNA, MARCUS, CHLOE, JIN = "Inês Duarte", "Anna Nowak", "Marcus Bell", "Chloé Petit", "Jin Park"
ROOM = N_("Room 2")


def _lunch(start: int) -> tuple[Hours, ...]:
    return (Hours(start, start + 45, label=LUNCH),)


_SERVICES = (
    Service(
        CUT_AND_FINISH,
        HAIR,
        (Length(45, 58_00), Length(75, 79_00, N_("Long hair"))),
        description=N_("<p>Consultation, wash, cut and blow-dry. Tell us if you want to keep the length.</p>"),
        addons=(AddOn(GLOSS, 25_00, 15), AddOn(TREATMENT, 18_00, 10)),
        by=(INES, ANNA),
    ),
    Service(CUT, HAIR, (Length(45, 38_00),), by=(INES, ANNA, MARCUS)),
    Service(SILK_PRESS, HAIR, (Length(90, 75_00),), "amber", by=(INES,)),
    Service(
        BALAYAGE,
        COLOUR,
        (Length(75, 95_00),),
        "violet",
        addons=(AddOn(GLOSS, 25_00, 15),),
        by=(INES, ANNA),
        needs=((ROOM,),),
    ),
    Service(
        BALAYAGE_TONE,
        COLOUR,
        (Length(150, 165_00),),
        "violet",
        description=N_("<p>Hand-painted lightening with a toner. A patch test is needed two days before.</p>"),
        by=(ANNA,),
        processing=(60, 40),
    ),
    Service(FULL_COLOUR, COLOUR, (Length(120, 128_00),), "violet", by=(ANNA,), processing=(40, 30)),
    Service(ROOTS, COLOUR, (Length(60, 55_00),), "violet", by=(ANNA, INES), processing=(15, 30)),
    Service(PATCH_TEST, COLOUR, (Length(30, 10_00),), "olive", by=(ANNA, INES)),
    Service(FADE, BARBER, (Length(30, 24_00),), "blue", addons=(AddOn(HOT_TOWEL, 6_00, 10),), by=(MARCUS,)),
    Service(SKIN_FADE, BARBER, (Length(30, 28_00),), "blue", addons=(AddOn(HOT_TOWEL, 6_00, 10),), by=(MARCUS,)),
    Service(BEARD, BARBER, (Length(45, 36_00),), "blue", by=(MARCUS,)),
    Service(KIDS_CUT, BARBER, (Length(30, 18_00),), "blue", by=(MARCUS, INES)),
    Service(FATHER_AND_SON, BARBER, (Length(60, 46_00),), "blue", by=(MARCUS,)),
    Service(GEL, NAILS, (Length(60, 42_00),), "rose", by=(CHLOE,), after=10),
    Service(GEL_ART, NAILS, (Length(60, 54_00), Length(90, 70_00, N_("Detailed art"))), "rose", by=(CHLOE,)),
    Service(PEDICURE, NAILS, (Length(60, 48_00), Length(45, 40_00, N_("Express"))), "rose", by=(CHLOE,)),
    Service(LAMINATION, BROWS, (Length(45, 48_00),), "plum", by=(CHLOE,)),
    Service(MASSAGE, BODY, (Length(90, 85_00), Length(60, 62_00)), "olive", by=(JIN,), needs=((ROOM,),), after=15),
    Service(YOGA, BODY, (Length(60, 23_00),), "amber", by=(JIN,), needs=((ROOM,),)),
)

_PRODUCTS = (
    Product(N_("Repair shampoo 250 ml"), CARE, 19_00, in_shop(1), 6, "teal", favourite=True),
    Product(N_("Repair conditioner 250 ml"), CARE, 21_00, in_shop(2), 9, "teal"),
    Product(N_("Colour mask 200 ml"), CARE, 26_50, in_shop(3), 4, "violet", favourite=True),
    Product(N_("Sea salt spray 150 ml"), CARE, 16_00, in_shop(4), 12, "blue"),
    Product(N_("Beard oil 30 ml"), CARE, 18_50, in_shop(5), 8, "blue", favourite=True),
    Product(N_("Matte clay 75 ml"), CARE, 15_00, in_shop(6), 11, "blue"),
    Product(N_("Cuticle oil 10 ml"), CARE, 9_90, in_shop(7), 15, "rose"),
    Product(N_("Wide-tooth comb"), TOOLS, 7_50, in_shop(8), 20),
    Product(N_("Round brush 43 mm"), TOOLS, 24_00, in_shop(9), 3),
    Product(N_("Silk pillowcase"), TOOLS, 39_00, in_shop(10), 2, "amber"),
)

_PEOPLE = (
    Person("Marta Reis", N_("Front desk"), "owner", "plum", in_calendar=False, email="marta@example.com"),
    Person(
        INES, N_("Stylist"), "manager", "teal", (Hours(hm(9), hm(17)),), _lunch(hm(12, 30)), email="ines@example.com"
    ),
    Person(ANNA, N_("Colourist"), "staff", "violet", (Hours(hm(9), hm(18)),), _lunch(hm(12, 15))),
    Person(MARCUS, N_("Barber"), "staff", "blue", (Hours(hm(10), hm(18)),), _lunch(hm(14))),
    Person(CHLOE, N_("Nails & brow"), "staff", "rose", (Hours(hm(9), hm(16)),), _lunch(hm(13))),
    Person(JIN, N_("Massage and yoga"), "contractor", "olive", (Hours(hm(12), hm(18)),), in_calendar=False),
)

_DAY = (
    Booked(hm(9), CUT_AND_FINISH, INES, "Helena Costa", "completed"),
    Booked(hm(10), BALAYAGE, INES, "Priya Nair", "in_service", place=ROOM),
    Booked(hm(11, 30), CUT_AND_FINISH, INES, "Olivia Hart", "arrived", addons=(GLOSS,)),
    Booked(hm(13, 30), CUT, INES, "Tomasz Lis"),
    Booked(hm(14, 30), SILK_PRESS, INES, "Grace Okafor", note=N_("Bring the heat protection she left here.")),
    Booked(hm(9, 15), FULL_COLOUR, ANNA, "Maya Lindqvist", "in_service"),
    Booked(hm(11, 45), PATCH_TEST, ANNA, "Noor Haddad", "pending"),
    Booked(hm(13), BALAYAGE_TONE, ANNA, "Sofia Ricci"),
    Booked(hm(16), ROOTS, ANNA, "", "hold", source="web", hold=6 * 60 + 12),
    Booked(hm(10), FADE, MARCUS, "Dan Whitaker", "completed"),
    Booked(hm(10, 30), SKIN_FADE, MARCUS, "Leo Marsh", "no_show"),
    Booked(hm(11, 15), BEARD, MARCUS, "", "in_service"),
    Booked(hm(12, 45), FADE, MARCUS, "Ben Sayers"),
    Booked(hm(13, 30), KIDS_CUT, MARCUS, "Ari Cohen"),
    Booked(hm(15), FATHER_AND_SON, MARCUS, "Paul Marsh", "pending", people=2),
    Booked(hm(9, 30), GEL, CHLOE, "Kim Soo-ah", "completed"),
    Booked(hm(11), LAMINATION, CHLOE, "Beth Aylward", "arrived"),
    Booked(hm(12), GEL_ART, CHLOE, "Zara Malik"),
    Booked(hm(13, 45), PEDICURE, CHLOE, "Ruth Adeyemi", "cancelled", minutes=45),
    Booked(hm(14, 45), PEDICURE, CHLOE, "Ruth Adeyemi", "pending", note=N_("Moved from 13:45.")),
    Booked(hm(13), MASSAGE, JIN, "Sam O’Neill", place=ROOM),
    Booked(hm(15, 30), YOGA, JIN, "", "pending", place=ROOM, people=9, note=N_("9 of 12, two waiting")),
)

_AROUND = (
    Booked(hm(11, 30), CUT_AND_FINISH, INES, "Olivia Hart", "completed", addons=(GLOSS,), day=-35, times=14, every=35),
    Booked(hm(10), PATCH_TEST, ANNA, "Olivia Hart", "completed", day=-37),
    Booked(hm(9), BALAYAGE_TONE, ANNA, "Priya Nair", "completed", day=-56, times=3, every=56),
    Booked(hm(10), FADE, MARCUS, "Dan Whitaker", "completed", day=-14, times=8, every=14),
    Booked(hm(10, 30), SKIN_FADE, MARCUS, "Leo Marsh", "no_show", day=-28, times=2, every=28),
    Booked(hm(12), GEL_ART, CHLOE, "Zara Malik", "completed", day=-21, times=6, every=21),
    Booked(hm(15), SILK_PRESS, INES, "ليلى منصور", "completed", day=-1),
    Booked(hm(16), CUT, MARCUS, "Γιώργος Παππάς", "completed", day=-1),
    Booked(hm(9, 30), CUT_AND_FINISH, INES, "王伟", day=1),
    Booked(hm(9), FULL_COLOUR, ANNA, "İpek Yıldız", "pending", day=1, source="web"),
    Booked(hm(14), GEL, CHLOE, "Nguyễn Thị Lan", day=1),
    Booked(hm(15), BEARD, MARCUS, "أحمد الحداد", day=2),
    Booked(hm(13), MASSAGE, JIN, "अनिता शर्मा", day=7, minutes=60),
    Booked(hm(13), CUT_AND_FINISH, ANNA, "佐藤花子", day=8),
)

SALON = Trade(
    key="salon",
    name=N_("Salon and barber"),
    business="Salon Carmen",
    words=Words(N_("Client"), N_("Clients"), N_("Stylist"), N_("Appointment"), N_("Appointments"), N_("Service")),
    opening=(Hours(hm(9), hm(18), MONDAY_TO_SATURDAY),),
    categories=(HAIR, COLOUR, BARBER, NAILS, BROWS, BODY),
    services=_SERVICES,
    products=_PRODUCTS,
    people=_PEOPLE,
    places=(Place(ROOM, hours=(Hours(hm(9), hm(18)),)),),
    bookings=_DAY + _AROUND,
    blocks=(Block(ROOM, hm(16, 30), hm(17, 30), DEEP_CLEAN),),
)
