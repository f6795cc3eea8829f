"""What people are told by the running desk: about closing, keys, files and backups."""

from bizet_core.describe.language import N_
from bizet_core.describe.sentences import learn

SENTENCES = {
    "closing": N_("Bizet is closing. This was not done; do it again after the next start."),
    # keys
    "keys_missing": N_("The key to this desk's data is missing: {file}. Put it back, or restore a backup."),
    "keys_damaged": N_("The key file {file} is damaged. It was left as it is; put a copy back, or restore a backup."),
    "keys_locked": N_("This computer's password store ({store}) did not give out the key. Unlock it and try again."),
    "passphrase_needed": N_("Enter the start-up passphrase."),
    "passphrase_wrong": N_("This is not the start-up passphrase."),
    "recovery_key_short": N_("The recovery key has {groups} groups of five characters. Group {group} is not complete."),
    "recovery_key_long": N_("This is longer than a recovery key. It has {groups} groups of five characters."),
    "recovery_key_mistyped": N_("Group {group} of the recovery key is not right. Compare it with your paper."),
    "recovery_key_other": N_("This is a recovery key, but not the one of this business."),
    # opening
    "no_desk": N_("There is no business on this computer yet. Start Bizet to set one up, or restore a backup."),
    "desk_exists": N_("There is a business on this computer already. It was left as it is."),
    "already_open": N_("Bizet is open already on this computer. Use that window, or close it first."),
    "file_other_key": N_(
        "This file does not open with this computer's key: it belongs to another business or computer, is not a Bizet "
        "file, or is damaged at its beginning. It was left as it is; restore a backup."
    ),
}


def teach() -> None:
    """Let refusals of the desk be worded; each program does this once, before it words anything."""
    learn(SENTENCES)
