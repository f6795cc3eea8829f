"""An invitation is one text that a camera or a person reads; a slip of the finger is noticed."""

import pytest

from bizet_core.store.tables.ids import new_id
from bizet_desk.messages import teach
from bizet_desk.syncing.joining.invitation import Invitation, new_code, read_invitation
from bizet_desk.syncing.transport.address import address_of
from tests.support.makers import refused

teach()


@pytest.fixture
def invitation() -> Invitation:
    return Invitation("https://sync.salon.example:8443/bizet", new_id(), new_code())


def test_what_the_camera_reads_is_the_invitation(invitation: Invitation) -> None:
    assert read_invitation(invitation.text) == invitation


def test_it_can_be_typed_in_groups_in_small_letters_with_o_for_zero(invitation: Invitation) -> None:
    typed = "bizet1 " + " - ".join(invitation.groups).lower().replace("0", "o").replace("1", "l")
    assert read_invitation(typed) == invitation


def test_one_wrong_letter_is_noticed(invitation: Invitation) -> None:
    groups = list(invitation.groups)
    groups[3] = ("A" if groups[3][0] != "A" else "B") + groups[3][1:]
    with refused("invitation_mistyped"):
        read_invitation("BIZET1:" + "".join(groups))


@pytest.mark.parametrize("typed", ["", "BIZET1:", "BIZET1:0", "4006381333931", "BIZET1:UUUU", "BIZET1:" + "Z" * 400])
def test_what_is_no_invitation_is_told(typed: str) -> None:
    with refused("invitation_mistyped"):
        read_invitation(typed)


def test_a_server_on_this_computer_needs_no_certificate() -> None:
    invitation = Invitation(address_of("http://localhost:8000").url, new_id(), new_code())
    assert read_invitation(invitation.text).address == "http://localhost:8000"
