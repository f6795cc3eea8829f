"""What waits after a restore, looked at whenever a device has sent something, and each minute: offers become cards, and
cards whose operation was sent after all are closed.
"""

from contextlib import suppress

from bizet_core.base.refusals import Refused
from bizet_core.oversight.inbox.after_restore.lost_row_wording import told_of
from bizet_core.oversight.inbox.after_restore.lost_rows import anything_waits, came_after_all_here, due
from bizet_core.oversight.inbox.after_restore.removed_row_wording import asked_of
from bizet_core.oversight.inbox.after_restore.removed_rows import due_again, none_left, overtaken
from bizet_core.oversight.inbox.operations import CameAfterAll, TellLost, came_after_all, tell_lost
from bizet_core.store import SYSTEM, Read, Store
from bizet_core.sync.restore.lost_rows_at_server import withdraw

AT_ONCE = 100  # cards in an operation


def tend(store: Store) -> int:
    """Tell people what is lost, once it is clear that no desk sends it again; returns how many cards changed."""
    with store.reading() as connection:
        read = Read(connection, store.identity.business, SYSTEM, store.clock())
        if not anything_waits(read):
            return 0
        lost, again, stale = due(read), due_again(read), overtaken(read)
        back = came_after_all_here(read) + none_left(read)
        cards = told_of(read, lost) + asked_of(read, again)
    if stale:
        withdraw(store, stale)
    with suppress(Refused):  # another process tells the same at this moment
        for i in range(0, len(cards), AT_ONCE):
            store.do(tell_lost, TellLost(cards=cards[i : i + AT_ONCE]))
        if back:
            store.do(came_after_all, CameAfterAll(cards=back))
    return len(cards) + len(back)
