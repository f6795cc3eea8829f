"""Shops: a bicycle shop that sells over the counter and repairs by appointment."""

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

REPAIRS, ADVICE, HIRE = N_("Repairs"), N_("Advice"), N_("Hire")
PARTS, CLOTHES, FOOD = N_("Parts"), N_("Clothes and helmets"), N_("For the road")
SERVICE_S, SERVICE_L, PUNCTURE = N_("Small service"), N_("Full service"), N_("Puncture")
FITTING, TEST_RIDE, CARGO_BIKE = N_("Bike fitting"), N_("Test ride"), N_("Cargo bike hire")
NEW_TUBE, NEW_CHAIN = N_("New tube"), N_("New chain")
LUNCH, DELIVERY = N_("Lunch"), N_("Delivery")
FINN, AMARA = "Finn Larsen", "Amara Diallo"
STAND_1, STAND_2, CARGO = N_("Stand 1"), N_("Stand 2"), N_("Cargo bike")
STANDS = (STAND_1, STAND_2)


def _lunch(start: int) -> tuple[Hours, ...]:
    return (Hours(start, start + 30, label=LUNCH),)


SHOP = Trade(
    key="shop",
    name=N_("Shop with services"),
    business="Spoke & Saddle",
    words=Words(N_("Customer"), N_("Customers"), N_("Staff member"), N_("Booking"), N_("Bookings"), N_("Service")),
    opening=(Hours(hm(9, 30), hm(18, 30), MONDAY_TO_SATURDAY),),
    categories=(REPAIRS, ADVICE, HIRE),
    services=(
        Service(PUNCTURE, REPAIRS, (Length(30, 15_00),), "teal", addons=(AddOn(NEW_TUBE, 7_50),), needs=(STANDS,)),
        Service(
            SERVICE_S,
            REPAIRS,
            (Length(45, 49_00),),
            "teal",
            description=N_("<p>Brakes, gears, tyres and lights checked and set.</p>"),
            addons=(AddOn(NEW_CHAIN, 32_00, 15),),
            needs=(STANDS,),
        ),
        Service(
            SERVICE_L,
            REPAIRS,
            (Length(120, 119_00),),
            "teal",
            addons=(AddOn(NEW_CHAIN, 32_00),),
            needs=(STANDS,),
            by=(FINN,),
        ),
        Service(FITTING, ADVICE, (Length(60, 65_00),), "violet", by=(AMARA,)),
        Service(TEST_RIDE, ADVICE, (Length(30, 0),), "violet"),
        Service(
            CARGO_BIKE,
            HIRE,
            (Length(180, 24_00), Length(480, 45_00, N_("Whole day"))),
            "amber",
            needs=((CARGO,),),
            after=15,
        ),
    ),
    products=(
        Product(N_("Inner tube 28 inch"), PARTS, 7_50, in_shop(501), 42, "teal", favourite=True),
        Product(N_("Chain, 9-speed"), PARTS, 28_00, in_shop(502), 9, "teal"),
        Product(N_("Brake pads, pair"), PARTS, 14_50, in_shop(503), 21, "teal"),
        Product(N_("Front light, USB"), PARTS, 34_90, in_shop(504), 8, "blue", favourite=True),
        Product(N_("Helmet, medium"), CLOTHES, 59_00, in_shop(505), 5, "rose", favourite=True),
        Product(N_("Gloves, large"), CLOTHES, 24_00, in_shop(506), 7, "rose"),
        Product(N_("Child’s helmet"), CLOTHES, 39_00, in_shop(507), 4, "rose", tax_class="reduced"),
        Product(N_("Oat bar"), FOOD, 2_40, in_shop(508), 60, "amber", favourite=True, tax_class="reduced"),
        Product(N_("Bottle 750 ml"), FOOD, 9_00, in_shop(509), 16, "amber"),
        Product(N_("City map"), FOOD, 6_50, in_shop(510), 12, "olive", tax_class="reduced"),
    ),
    people=(
        Person("Bruno Keller", N_("Shopkeeper"), "owner", "plum", in_calendar=False),
        Person(FINN, N_("Mechanic"), "staff", "teal", (Hours(hm(9, 30), hm(17, 30)),), _lunch(hm(12, 30))),
        Person(AMARA, N_("Bike fitter"), "manager", "violet", (Hours(hm(10, 30), hm(18, 30)),), _lunch(hm(13, 30))),
    ),
    places=(Place(STAND_1), Place(STAND_2), Place(CARGO, "vehicle", colour="amber")),
    bookings=(
        Booked(hm(9, 30), PUNCTURE, FINN, "Leo Marsh", "completed", addons=(NEW_TUBE,), place=STAND_1),
        Booked(hm(10, 15), SERVICE_L, FINN, "Grace Okafor", "in_service", place=STAND_1),
        Booked(hm(13, 30), SERVICE_S, FINN, "Γιώργος Παππάς", "pending", place=STAND_1, source="web"),
        Booked(hm(15), SERVICE_L, FINN, "Helena Costa", addons=(NEW_CHAIN,), place=STAND_1),
        Booked(hm(11), PUNCTURE, AMARA, "", "in_service", place=STAND_2),
        Booked(hm(11, 45), TEST_RIDE, AMARA, "Łukasz Żółkiewski", "arrived"),
        Booked(hm(14, 30), FITTING, AMARA, "Sofia Ricci"),
        Booked(hm(16), FITTING, AMARA, "Ben Sayers", "cancelled"),
        Booked(hm(10), CARGO_BIKE, "", "Paul Marsh", "in_service", place=CARGO),
        Booked(hm(14), CARGO_BIKE, "", "ليلى منصور", place=CARGO),
        Booked(hm(10), SERVICE_S, FINN, "Helena Costa", "completed", place=STAND_1, day=-120, times=3, every=120),
        Booked(hm(11), FITTING, AMARA, "Nguyễn Thị Lan", day=2),
    ),
    blocks=(Block(STAND_2, hm(14), hm(15), DELIVERY),),
    opening_float=15_000,
)
