"""What a column of a customer list can hold, and what such a column is called in the languages lists come in.

To teach another heading, write it where it belongs: case, accents, digits and punctuation do not matter.
"""

from enum import StrEnum


class Role(StrEnum):
    """What is done with a column."""

    NAME = "name"
    NAME_FAMILY_FIRST = "name_family_first"  # "Hart, Olivia"
    GIVEN = "given"
    FAMILY = "family"
    PHONE = "phone"
    EMAIL = "email"
    BORN = "born"
    ALERT = "alert"
    NOTE = "note"
    SKIP = "skip"


ONCE = frozenset((Role.NAME, Role.NAME_FAMILY_FIRST, Role.GIVEN, Role.FAMILY, Role.BORN))
"""Roles that one column at most may have; several phones or notes are kept side by side."""

HEADINGS: dict[str, dict[Role, str]] = {
    "English": {
        Role.GIVEN: "first name; firstname; first; forename; given name; given; christian name",
        Role.FAMILY: "last name; lastname; last; surname; family name; family",
        Role.NAME: "name; full name; fullname; customer; customer name; client; client name; guest; guest name; "
        "patient; patient name; member; member name; contact; contact name; display name; person; who",
        Role.PHONE: "phone; mobile; cell; tel; tel no; gsm; whatsapp; sms; number; contact number; phone number",
        Role.EMAIL: "email; e mail; mail; mail address; email address",
        Role.BORN: "birthday; dob; d o b; date of birth; birth date; birthdate; born",
        Role.ALERT: "alert; alerts; allergy; allergies; warning; medical alert",
        Role.NOTE: "note; notes; comment; comments; remark; remarks; memo; info; description; additional information; "
        "address; street; city; town; post code; postcode; zip; zip code; country",
    },
    "German": {
        Role.GIVEN: "vorname; rufname",
        Role.FAMILY: "nachname; familienname; zuname",
        Role.NAME: "ganzer name; vollständiger name; kunde; kundin; kundenname; kunden name; gast; "
        "patientin; mitglied; kontakt",
        Role.PHONE: "fon; handy; rufnummer; handynr",
        Role.EMAIL: "e mail adresse; mailadresse",
        Role.BORN: "geb; geb datum; gebdat; geboren; geboren am",
        Role.ALERT: "allergie; allergien; warnhinweis",
        Role.NOTE: "notiz; notizen; bemerkung; bemerkungen; anmerkung; anmerkungen; kommentar; hinweis; "
        "adresse; anschrift; straße; ort; stadt; plz; postleitzahl; land",
    },
    "French": {
        Role.GIVEN: "prénom; prénoms",
        Role.FAMILY: "nom de famille",
        Role.NAME: "nom; nom complet; nom et prénom; nom prénom; client e",
        Role.PHONE: "portable; fixe; port; numéro; numéro de contact",
        Role.EMAIL: "courriel; adresse mail; mél",
        Role.BORN: "date naiss; ddn; anniversaire; né le; née le; né e le",
        Role.ALERT: "alertes",
        Role.NOTE: "remarque; remarques; commentaire; commentaires; observations; rue; ville; code postal; pays",
    },
    "Spanish": {
        Role.GIVEN: "nombre de pila; primer nombre; nombres",
        Role.FAMILY: "apellido; apellidos; primer apellido",
        Role.NAME: "cliente; nombre; nombre completo; nombre y apellidos; nombre del cliente; paciente",
        Role.PHONE: "móvil; celular",
        Role.EMAIL: "correo",
        Role.BORN: "cumpleaños; fecha nac; f nacimiento",
        Role.ALERT: "alergia; alergias; alerta; alertas",
        Role.NOTE: "nota; notas; comentario; comentarios; observaciones; dirección; calle; ciudad; código postal; país",
    },
    "Portuguese": {
        Role.GIVEN: "primeiro nome; nome próprio",
        Role.FAMILY: "sobrenome; apelido; apelidos; último nome",
        Role.NAME: "nome; nome completo; nome do cliente",
        Role.PHONE: "telemóvel; tlm",
        Role.BORN: "aniversário; data nasc",
        Role.NOTE: "observações; obs; morada; endereço; rua; cidade; localidade; cep",
    },
    "Arabic": {
        Role.GIVEN: "الاسم الأول; اسم أول; الاسم الشخصي",
        Role.FAMILY: "اسم العائلة; العائلة; اللقب; الكنية; الاسم الأخير; اسم الأسرة",
        Role.NAME: "الاسم; اسم; الاسم الكامل; اسم العميل; العميل; اسم الزبون; الزبون; الاسم الثلاثي",
        Role.PHONE: "الهاتف; هاتف; رقم الهاتف; الجوال; جوال; رقم الجوال; الموبايل; موبايل; المحمول; رقم المحمول; "
        "التليفون; تلفون; رقم; واتساب",
        Role.EMAIL: "البريد الإلكتروني; الإيميل; إيميل; البريد; بريد إلكتروني",
        Role.BORN: "تاريخ الميلاد; الميلاد; تاريخ الولادة; يوم الميلاد",
        Role.ALERT: "حساسية; الحساسية; تنبيه",
        Role.NOTE: "ملاحظات; ملاحظة; تعليق; تعليقات; العنوان; عنوان; المدينة; الرمز البريدي; البلد; الدولة",
    },
    "Italian, Dutch, Polish, Turkish": {
        Role.GIVEN: "voornaam; imię; ad; adı; isim",
        Role.FAMILY: "cognome; achternaam; nazwisko; soyad; soyadı",
        Role.NAME: "nominativo; naam; klant; volledige naam; imię i nazwisko; klient; ad soyad; adı soyadı; müşteri",
        Role.PHONE: "cellulare; tel kom",
        Role.EMAIL: "e posta; eposta",
        Role.BORN: "compleanno",
    },
}

STEMS = {
    Role.GIVEN: "first name; vorname; prénom; given name; forename",
    Role.FAMILY: "last name; surname; nachname; family name; apellido; sobrenome; familienname",
    Role.EMAIL: "email; e mail; courriel; correo; البريد الإلكتروني",
    Role.PHONE: "phone; telefon; mobil; handy; téléphone; teléfono; telefone; telemóvel; celular; هاتف; جوال",
    Role.BORN: "birth; geburt; naissance; nacimiento; nascimento; الميلاد",
    Role.ALERT: "allerg; alergi",
    Role.NOTE: "notiz; bemerkung; comment; remark; observa; ملاحظ; "
    "address; adresse; anschrift; dirección; endereço; عنوان",
    Role.NAME: "customer name; client name; kundenname; full name; nom complet; nombre completo; nome completo",
}
"""Parts that tell a longer heading, if what stands below does not speak against it; the first match counts."""

NEAR = """
    type label optin opt consent marketing verified confirmed subscribed newsletter company organization organisation
    employer firma entreprise empresa emergency notfall urgence staff stylist employee mitarbeiter therapist teacher
    parent yomi phonetic prefix suffix title anrede titel nickname middle additional id count status source country
    vorwahl indicatif permission einwilligung consentement out bounced visit created updated
"""
"""A heading with one of these is about something beside a contact: "Phone 1 - Type", "E-mail opt-in", "Staff name"."""
