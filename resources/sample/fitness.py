"""Fitness: a studio with personal training, courts and a physio corner."""

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

TRAINING, COURTS, RECOVERY, DRINKS, GEAR = N_("Training"), N_("Courts"), N_("Recovery"), N_("Drinks"), N_("Gear")
PERSONAL, DUO, INDUCTION = N_("Personal training"), N_("Training for two"), N_("Induction")
COURT, COACHED = N_("Squash court"), N_("Squash with a coach")
STRETCH, SAUNA = N_("Assisted stretching"), N_("Private sauna")
RACKETS, TOWEL = N_("Two rackets"), N_("Towel")
BREAK, MAINTENANCE = N_("Break"), N_("Floor care")
TARIQ, LENA, DIEGO = "Tariq Aziz", "Lena Vogel", "Diego Santos"
COURT_1, COURT_2, FLOOR, CABIN = N_("Court 1"), N_("Court 2"), N_("Gym floor"), N_("Sauna")
EITHER = (COURT_1, COURT_2)


def _break(start: int) -> tuple[Hours, ...]:
    return (Hours(start, start + 45, label=BREAK),)


FITNESS = Trade(
    key="fitness",
    name=N_("Fitness and sports"),
    business="Stride Studio",
    words=Words(N_("Member"), N_("Members"), N_("Trainer"), N_("Session"), N_("Sessions"), N_("Session type")),
    opening=(Hours(hm(6, 30), hm(22), EVERY_DAY),),
    categories=(TRAINING, COURTS, RECOVERY),
    services=(
        Service(
            PERSONAL, TRAINING, (Length(60, 55_00), Length(30, 32_00)), "teal", by=(TARIQ, LENA), needs=((FLOOR,),)
        ),
        Service(DUO, TRAINING, (Length(60, 78_00),), "teal", by=(TARIQ, LENA), needs=((FLOOR,),)),
        Service(INDUCTION, TRAINING, (Length(45, 0),), "olive", by=(TARIQ, LENA, DIEGO), needs=((FLOOR,),)),
        Service(
            COURT,
            COURTS,
            (Length(45, 14_00), Length(90, 25_00)),
            "blue",
            description=N_("<p>One of our two courts. Non-marking soles, please.</p>"),
            addons=(AddOn(RACKETS, 6_00),),
            needs=(EITHER,),
        ),
        Service(
            COACHED, COURTS, (Length(45, 38_00),), "blue", addons=(AddOn(RACKETS, 6_00),), by=(DIEGO,), needs=(EITHER,)
        ),
        Service(STRETCH, RECOVERY, (Length(30, 28_00),), "violet", by=(LENA, DIEGO), after=5),
        Service(
            SAUNA,
            RECOVERY,
            (Length(60, 22_00),),
            "amber",
            addons=(AddOn(TOWEL, 3_00),),
            needs=((CABIN,),),
            before=15,
            after=15,
        ),
    ),
    products=(
        Product(N_("Water 500 ml"), DRINKS, 1_80, in_shop(201), 96, "blue", favourite=True, tax_class="reduced"),
        Product(
            N_("Protein shake, vanilla"), DRINKS, 5_50, in_shop(202), 30, "amber", favourite=True, tax_class="reduced"
        ),
        Product(N_("Isotonic drink 750 ml"), DRINKS, 2_90, in_shop(203), 48, "blue", tax_class="reduced"),
        Product(N_("Squash balls, 2"), GEAR, 7_00, in_shop(204), 14, "slate"),
        Product(N_("Racket grip"), GEAR, 6_50, in_shop(205), 10, "slate"),
        Product(N_("Towel to keep"), GEAR, 14_00, in_shop(206), 9, "teal"),
        Product(N_("Day pass"), TRAINING, 15_00, in_shop(207), None, "teal", favourite=True),
    ),
    people=(
        Person("Imogen Clarke", N_("Front desk"), "owner", "plum", in_calendar=False),
        Person(TARIQ, N_("Head trainer"), "manager", "teal", (Hours(hm(7), hm(16)),), _break(hm(12))),
        Person(LENA, N_("Trainer"), "staff", "violet", (Hours(hm(8), hm(17)),), _break(hm(13))),
        Person(DIEGO, N_("Squash coach"), "contractor", "blue", (Hours(hm(10), hm(20)),), _break(hm(15))),
    ),
    places=(
        Place(COURT_1, colour="blue"),
        Place(COURT_2, colour="blue"),
        Place(FLOOR, capacity=4, in_calendar=False),
        Place(CABIN, colour="amber"),
    ),
    bookings=(
        Booked(hm(7), PERSONAL, TARIQ, "Dan Whitaker", "completed"),
        Booked(hm(8, 30), DUO, TARIQ, "Paul Marsh", "completed", people=2),
        Booked(hm(11), PERSONAL, TARIQ, "Ирина Соколова", "in_service"),
        Booked(hm(13), INDUCTION, TARIQ, "박지훈", "pending"),
        Booked(hm(14), PERSONAL, TARIQ, "Olivia Hart", minutes=30),
        Booked(hm(9), PERSONAL, LENA, "Zoë van der Berg 🌸", "completed"),
        Booked(hm(10, 30), STRETCH, LENA, "Beth Aylward", "no_show"),
        Booked(hm(11, 30), PERSONAL, LENA, "Γιώργος Παππάς", "arrived"),
        Booked(hm(14), STRETCH, LENA, "Nguyễn Thị Lan", "pending", source="web"),
        Booked(hm(15, 30), STRETCH, LENA, "Ruth Adeyemi", "cancelled"),
        Booked(hm(10, 15), COACHED, DIEGO, "Leo Marsh", "completed", addons=(RACKETS,), place=COURT_1),
        Booked(hm(11), COACHED, DIEGO, "أحمد الحداد", "in_service", place=COURT_1),
        Booked(hm(17), COACHED, DIEGO, "রহিম উদ্দিন", place=COURT_1),
        Booked(hm(9), COURT, "", "Ben Sayers", "completed", minutes=90, place=COURT_2),
        Booked(hm(12), COURT, "", "", "hold", place=COURT_2, source="web", hold=8 * 60 + 40),
        Booked(hm(18), COURT, "", "Tomasz Lis", minutes=90, place=COURT_2, addons=(RACKETS,)),
        Booked(hm(16), SAUNA, "", "Maya Lindqvist", addons=(TOWEL,), place=CABIN),
        Booked(hm(7), PERSONAL, TARIQ, "Dan Whitaker", "completed", day=-2, times=10, every=2),
        Booked(hm(18), COURT, "", "Tomasz Lis", "completed", minutes=90, place=COURT_2, day=-7, times=6),
        Booked(hm(18), COURT, "", "Tomasz Lis", minutes=90, place=COURT_2, day=7),
        Booked(hm(9), PERSONAL, LENA, "Priya Nair", day=1),
    ),
    blocks=(Block(COURT_1, hm(13), hm(14), MAINTENANCE),),
)
