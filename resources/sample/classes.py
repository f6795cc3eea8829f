"""Classes and lessons: a school of music and languages with lessons one to one and in small groups."""

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

MUSIC, LANGUAGES, WORKSHOPS, BOOKS = N_("Music"), N_("Languages"), N_("Workshops"), N_("Books and strings")
PIANO, VIOLIN, TRIAL = N_("Piano lesson"), N_("Violin lesson"), N_("Trial lesson")
CONVERSATION, EXAM = N_("Conversation, small group"), N_("Exam preparation")
POTTERY = N_("Pottery workshop")
RENT_VIOLIN, SHEETS, CLAY = N_("Violin for the lesson"), N_("Printed sheets"), N_("Extra clay")
LUNCH, TUNING = N_("Lunch"), N_("Piano tuner")
CLARA, YUSUF, EMILIE = "Clara Weiss", "Yusuf Demir", "Émilie Roux"
BLUE_ROOM, ATTIC, WORKSHOP = N_("Blue room"), N_("Attic"), N_("Workshop")


def _lunch(start: int) -> tuple[Hours, ...]:
    return (Hours(start, start + 45, label=LUNCH),)


CLASSES = Trade(
    key="classes",
    name=N_("Classes and lessons"),
    business="Lindenhof School",
    words=Words(N_("Student"), N_("Students"), N_("Teacher"), N_("Lesson"), N_("Lessons"), N_("Course")),
    opening=(Hours(hm(9), hm(20), MONDAY_TO_SATURDAY),),
    categories=(MUSIC, LANGUAGES, WORKSHOPS),
    services=(
        Service(
            PIANO,
            MUSIC,
            (Length(30, 26_00), Length(45, 36_00), Length(60, 46_00)),
            "violet",
            by=(CLARA,),
            needs=((BLUE_ROOM,),),
            tax_class="exempt",
        ),
        Service(
            VIOLIN,
            MUSIC,
            (Length(30, 26_00), Length(45, 36_00)),
            "violet",
            addons=(AddOn(RENT_VIOLIN, 5_00),),
            by=(CLARA, YUSUF),
            needs=((BLUE_ROOM, ATTIC),),
            tax_class="exempt",
        ),
        Service(TRIAL, MUSIC, (Length(30, 0),), "olive", by=(CLARA, YUSUF), needs=((BLUE_ROOM, ATTIC),)),
        Service(
            CONVERSATION,
            LANGUAGES,
            (Length(60, 18_00),),
            "blue",
            description=N_("<p>Four to six people of a similar level, no homework.</p>"),
            by=(EMILIE,),
            needs=((ATTIC,),),
            tax_class="exempt",
        ),
        Service(
            EXAM,
            LANGUAGES,
            (Length(90, 58_00),),
            "blue",
            addons=(AddOn(SHEETS, 4_00),),
            by=(EMILIE,),
            needs=((ATTIC,),),
            tax_class="exempt",
        ),
        Service(
            POTTERY,
            WORKSHOPS,
            (Length(120, 42_00),),
            "amber",
            addons=(AddOn(CLAY, 8_00),),
            needs=((WORKSHOP,),),
            by=(YUSUF,),
            after=30,
        ),
    ),
    products=(
        Product(N_("Violin strings, set"), BOOKS, 24_00, in_shop(401), 7, "violet"),
        Product(N_("Rosin"), BOOKS, 8_00, in_shop(402), 15, "violet", favourite=True),
        Product(N_("Manuscript book"), BOOKS, 5_50, in_shop(403), 30, "slate", favourite=True, tax_class="reduced"),
        Product(N_("French for beginners"), BOOKS, 27_00, in_shop(404), 11, "blue", tax_class="reduced"),
        Product(N_("Vocabulary cards"), BOOKS, 12_50, in_shop(405), 16, "blue"),
        Product(N_("Apron"), WORKSHOPS, 18_00, in_shop(406), 6, "amber"),
    ),
    people=(
        Person("Margit Linden", N_("Office"), "owner", "plum", in_calendar=False),
        Person(CLARA, N_("Piano and violin"), "manager", "violet", (Hours(hm(9), hm(18)),), _lunch(hm(13))),
        Person(YUSUF, N_("Violin and pottery"), "staff", "amber", (Hours(hm(10), hm(19)),), _lunch(hm(13, 30))),
        Person(EMILIE, N_("French"), "contractor", "blue", (Hours(hm(9), hm(17)),), _lunch(hm(12, 30))),
    ),
    places=(
        Place(BLUE_ROOM, colour="violet"),
        Place(ATTIC, colour="blue"),
        Place(WORKSHOP, capacity=1, colour="amber"),
    ),
    bookings=(
        Booked(hm(9), PIANO, CLARA, "Ari Cohen", "completed", minutes=30, place=BLUE_ROOM),
        Booked(hm(10), PIANO, CLARA, "Tomasz Lis", "completed", minutes=60, place=BLUE_ROOM),
        Booked(hm(11, 15), PIANO, CLARA, "ნინო ბერიძე", "in_service", minutes=45, place=BLUE_ROOM),
        Booked(hm(14), VIOLIN, CLARA, "கவிதா ராஜன்", minutes=45, place=BLUE_ROOM),
        Booked(hm(15), TRIAL, CLARA, "Beth Aylward", "pending", place=BLUE_ROOM, source="web"),
        Booked(hm(10, 45), VIOLIN, YUSUF, "Kim Soo-ah", "no_show", addons=(RENT_VIOLIN,), place=ATTIC),
        Booked(hm(15), POTTERY, YUSUF, "Zoë van der Berg 🌸", people=6, addons=(CLAY,), place=WORKSHOP),
        Booked(hm(9), EXAM, EMILIE, "박지훈", "completed", addons=(SHEETS,), place=ATTIC),
        Booked(hm(11, 30), CONVERSATION, EMILIE, "", "arrived", people=5, place=ATTIC, note=N_("5 of 6")),
        Booked(hm(14), EXAM, EMILIE, "İpek Yıldız", place=ATTIC),
        Booked(hm(15, 45), CONVERSATION, EMILIE, "", "cancelled", people=3, place=ATTIC),
        Booked(hm(10), PIANO, CLARA, "Tomasz Lis", "completed", minutes=60, place=BLUE_ROOM, day=-7, times=12),
        Booked(hm(14), VIOLIN, CLARA, "கவிதா ராஜன்", "completed", minutes=45, place=BLUE_ROOM, day=-7, times=4),
        Booked(hm(10), PIANO, CLARA, "Tomasz Lis", minutes=60, place=BLUE_ROOM, day=7),
        Booked(hm(14), EXAM, EMILIE, "Олексій Шевчук", place=ATTIC, day=1),
    ),
    blocks=(Block(BLUE_ROOM, hm(17), hm(18), TUNING),),
)
