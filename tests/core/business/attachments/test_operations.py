"""Pictures and long texts on this device."""

from sqlalchemy import func, select

from bizet_core.business.attachments.model import attachments
from bizet_core.business.attachments.operations import AddPicture, AddText, add_picture, add_text
from bizet_core.business.attachments.queries import OneAttachment, attachment
from bizet_core.business.staff.operations import EditStaff, edit_staff
from tests.core.business.attachments.test_rules import a_picture
from tests.support.makers import Salon, invalid, refused, sent_by


def test_a_picture_is_kept_once_and_read_by_its_hash(salon: Salon) -> None:
    hash = salon.store.do(add_picture, AddPicture(content=a_picture(), name="me.jpg")).result
    assert salon.store.do(add_picture, AddPicture(content=a_picture(), name="again.jpg")).result == hash
    found = salon.store.ask(attachment, OneAttachment(hash=hash))
    assert found is not None
    assert (found.media_type, found.name) == ("image/jpeg", "me.jpg")
    with salon.store.engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(attachments)).scalar() == 1


def test_its_hash_is_what_a_profile_keeps(salon: Salon) -> None:
    hash = salon.store.do(add_picture, AddPicture(content=a_picture())).result
    salon.store.do(edit_staff, EditStaff(staff=salon.ines, photo=hash))
    with invalid("photo"):
        salon.store.do(edit_staff, EditStaff(staff=salon.ines, photo="../../etc/passwd"))


def test_an_unknown_hash_is_none(salon: Salon) -> None:
    assert salon.store.ask(attachment, OneAttachment(hash="0" * 64)) is None


def test_a_refused_picture_leaves_nothing(salon: Salon) -> None:
    with refused("picture_unknown"):
        salon.store.do(add_picture, AddPicture(content=b"MZ not a picture"))
    with salon.store.engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(attachments)).scalar() == 0


def test_attachments_write_no_journal(salon: Salon) -> None:
    before = len(sent_by(salon.store))
    salon.store.do(add_text, AddText(text="A long story"))
    assert len(sent_by(salon.store)) == before
