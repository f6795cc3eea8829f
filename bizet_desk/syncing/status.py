"""How a desk stands with its server, in words for the top bar and for a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bizet_core.base.refusals import Refused
from bizet_core.describe.formats.dates import show_part
from bizet_core.describe.languages.language import N_, NN_, _, isolate, ngettext, reader
from bizet_core.describe.languages.sentences import word


class Stage(StrEnum):
    """What a round is at."""

    SENDING = "sending"
    TAKING = "taking"


class State(StrEnum):
    """What can be the case."""

    ALONE = "alone"  # there is no server
    AGREED = "agreed"
    SENDING = "sending"
    OFFLINE = "offline"
    REFUSED = "refused"  # the server or this computer says why; a person has to do something


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long round is."""

    stage: Stage
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Status:
    """How the desk stands. `unsent` operations are on this computer alone."""

    state: State = State.ALONE
    unsent: int = 0
    agreed_at: datetime | None = None
    address: str = ""
    server_key: bytes = b""  # part of the six words
    why: Refused | None = None
    progress: Progress | None = None
    differed: int = 0  # rows that were not the server's when they were last compared and some were not
    differed_at: datetime | None = None

    @property
    def is_linked(self) -> bool:
        """Whether there is a server."""
        return self.state is not State.ALONE

    def chip(self) -> str:
        """In few words."""
        if self.unsent and self.state in _WITH_UNSENT:
            return _counted(_WITH_UNSENT[self.state], self.unsent)
        return _(_CHIPS[self.state])

    def sentence(self) -> str:
        """In a sentence that says what it means for the person at the desk."""
        if self.state is State.REFUSED and self.why is not None:
            return word(self.why)
        if self.state is State.OFFLINE and self.unsent:
            return _counted(_OFFLINE_UNSENT, self.unsent)
        return _(_SENTENCES[self.state])

    def last_agreed(self) -> str:
        """When everything here was last on the server as well."""
        if self.agreed_at is None:
            return _("Not agreed yet")
        return _("Last agreed: {time}").format(time=isolate(show_part(self.agreed_at, "", reader())))

    def fetched_again(self) -> str:
        """When rows here were last found to differ from the server's, and how many; empty where none ever were."""
        if self.differed_at is None:
            return ""
        when = isolate(show_part(self.differed_at, "", reader()))
        return ngettext(*_FETCHED_AGAIN, self.differed).format(time=when, count=isolate(str(self.differed)))


_CHIPS: Mapping[State, str] = {
    State.ALONE: N_("Saved on this PC"),
    State.AGREED: N_("Agreed"),
    State.SENDING: N_("Agreeing…"),
    State.OFFLINE: N_("Offline"),
    State.REFUSED: N_("Needs attention"),
}
_WITH_UNSENT: Mapping[State, tuple[str, str]] = {
    State.SENDING: NN_("Sending {count} change", "Sending {count} changes"),
    State.OFFLINE: NN_("Offline · {count} change safe on this PC", "Offline · {count} changes safe on this PC"),
    State.REFUSED: NN_(
        "Needs attention · {count} change safe on this PC", "Needs attention · {count} changes safe on this PC"
    ),
}
_SENTENCES: Mapping[State, str] = {
    State.ALONE: N_("This computer works on its own. Everything is saved here."),
    State.AGREED: N_("Everything on this computer is on the server as well."),
    State.SENDING: N_("This computer and the server are telling each other what is new. Work goes on meanwhile."),
    State.OFFLINE: N_("The server does not answer. Work goes on; Bizet tries again by itself."),
    State.REFUSED: N_("The server refuses what this computer asks."),
}
_OFFLINE_UNSENT = NN_(
    "The server does not answer. {count} change is safe on this computer and goes out when it is back. Work goes on.",
    "The server does not answer. {count} changes are safe on this computer and go out when it is back. Work goes on.",
)

_FETCHED_AGAIN = NN_(
    "{time}: {count} row was fetched again because it differed from the server's.",
    "{time}: {count} rows were fetched again because they differed from the server's.",
)


def _counted(words: tuple[str, str], count: int) -> str:
    return ngettext(*words, count).format(count=isolate(str(count)))
