"""Who comes and goes in the story of everything."""

from bizet_core.business.access.operations import NoteSession, note_session
from bizet_core.business.access.rules import Happened
from tests.stories.parts import Chapter, Part
from tests.support.makers import Salon


def come_and_go(salon: Salon) -> None:
    """Bea comes, has something approved by Carmen, and leaves."""
    bea, owner = salon.actor(salon.bea), salon.actor(salon.owner)
    salon.store.do(note_session, NoteSession(what=Happened.SIGNED_IN), actor=bea)
    yes = NoteSession(what=Happened.APPROVED, permission="sales.refund", whom=bea.name, reason="a regular")
    salon.store.do(note_session, yes, actor=owner)
    salon.store.do(note_session, NoteSession(what=Happened.LOCKED), actor=bea)


STORY = (Chapter(Part.PEOPLE, come_and_go),)
