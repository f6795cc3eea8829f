"""What people are told by the running desk: about closing, keys, files and backups."""

from bizet_core.describe.language import N_
from bizet_core.describe.sentences import learn

SENTENCES = {
    "closing": N_("Bizet is closing. This was not done; do it again after the next start."),
}


def teach() -> None:
    """Let refusals of the desk be worded; each program does this once, before it words anything."""
    learn(SENTENCES)
