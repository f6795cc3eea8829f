"""Forty invented customers with names of many scripts."""

from bizet_core.describe.languages.language import N_
from resources.sample.shape import Customer


def _customer(number: int, name: str, given: str, family: str, email: str = "", **more: object) -> Customer:
    phone = f"+447700900{number:03}" if number else ""
    return Customer(name, given, family, phone, f"{email}@example.com" if email else "", **more)  # type: ignore[arg-type]


CUSTOMERS = (
    _customer(
        142,
        "Olivia Hart",
        "Olivia",
        "Hart",
        "olivia.hart",
        favourite=True,
        alert=N_("Allergy: PPD hair dye. Patch test five weeks ago, clear."),
        notes=(N_("Likes the window seat and tea with oat milk."),),
    ),
    _customer(101, "Helena Costa", "Helena", "Costa", "helena.costa", language="pt"),
    _customer(102, "Priya Nair", "Priya", "Nair", "priya.nair", alert=N_("Sensitive scalp: no ammonia.")),
    _customer(103, "Tomasz Lis", "Tomasz", "Lis", "tomasz.lis", language="pl"),
    _customer(104, "Grace Okafor", "Grace", "Okafor", "grace.okafor", notes=(N_("Brings her own heat protection."),)),
    _customer(105, "Maya Lindqvist", "Maya", "Lindqvist", "maya.lindqvist", language="sv"),
    _customer(106, "Noor Haddad", "Noor", "Haddad", "noor.haddad", alert=N_("Latex allergy: use nitrile gloves.")),
    _customer(107, "Sofia Ricci", "Sofia", "Ricci", "sofia.ricci", language="it"),
    _customer(108, "Dan Whitaker", "Dan", "Whitaker"),
    _customer(109, "Leo Marsh", "Leo", "Marsh", notes=(N_("Missed two appointments this year. Ring the day before."),)),
    _customer(110, "Paul Marsh", "Paul", "Marsh", "paul.marsh"),
    _customer(111, "Ben Sayers", "Ben", "Sayers"),
    _customer(112, "Ari Cohen", "Ari", "Cohen", notes=(N_("Seven years old; his mother Dana comes along."),)),
    _customer(113, "Kim Soo-ah", "Soo-ah", "Kim", "sooah.kim", language="ko"),
    _customer(114, "Beth Aylward", "Beth", "Aylward", "beth.aylward"),
    _customer(115, "Zara Malik", "Zara", "Malik", "zara.malik", favourite=True),
    _customer(116, "Ruth Adeyemi", "Ruth", "Adeyemi", "ruth.adeyemi"),
    _customer(117, "Sam O’Neill", "Sam", "O’Neill", "sam.oneill"),
    _customer(118, "王伟", "伟", "王", "wang.wei", language="zh"),
    _customer(119, "佐藤花子", "花子", "佐藤", "hanako.sato", language="ja"),
    _customer(120, "박지훈", "지훈", "박", language="ko"),
    _customer(121, "أحمد الحداد", "أحمد", "الحداد", "ahmad.alhaddad", language="ar"),
    _customer(122, "ليلى منصور", "ليلى", "منصور", "layla.mansour", language="ar"),
    _customer(123, "שרה לוי", "שרה", "לוי", "sara.levi", language="he"),
    _customer(124, "สมชาย ใจดี", "สมชาย", "ใจดี", language="th"),
    _customer(125, "Ирина Соколова", "Ирина", "Соколова", "irina.sokolova", language="ru"),
    _customer(126, "Олексій Шевчук", "Олексій", "Шевчук", language="uk"),
    _customer(127, "Γιώργος Παππάς", "Γιώργος", "Παππάς", "giorgos.pappas", language="el"),
    _customer(128, "अनिता शर्मा", "अनिता", "शर्मा", "anita.sharma", language="hi"),
    _customer(129, "கவிதா ராஜன்", "கவிதா", "ராஜன்", language="ta"),
    _customer(130, "রহিম উদ্দিন", "রহিম", "উদ্দিন", language="bn"),
    _customer(131, "ნინო ბერიძე", "ნინო", "ბერიძე", "nino.beridze", language="ka"),
    _customer(132, "አበበ በቀለ", "አበበ", "በቀለ", language="am"),
    _customer(133, "Nguyễn Thị Lan", "Lan", "Nguyễn Thị", "lan.nguyen", language="vi"),
    _customer(134, "İpek Yıldız", "İpek", "Yıldız", "ipek.yildiz", language="tr"),
    _customer(135, "Łukasz Żółkiewski", "Łukasz", "Żółkiewski", language="pl"),
    _customer(136, "Ísak Þórðarson", "Ísak", "Þórðarson", "isak", language="is"),
    _customer(137, "José María Núñez de la Peña", "José María", "Núñez de la Peña", "jm.nunez", language="es"),
    _customer(138, "Zoë van der Berg 🌸", "Zoë", "van der Berg", "zoe.vdberg", language="nl"),
    Customer("Solange", email="solange@example.com"),
)
