"""What people are told by the running desk: about closing, keys, files and backups."""

from bizet_core.describe.languages.language import N_, NN_
from bizet_core.describe.languages.sentences import Sentence, learn

SENTENCES: dict[str, Sentence] = {
    "list_not_read": N_("{file} cannot be read. Check its name and whether you may open it."),
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
    # server
    "server_address_wrong": N_("“{typed}” is not a server's address. It looks like https://bizet.example.com."),
    "server_address_plain": N_("“{typed}” is not encrypted. Use an address that begins with https://."),
    # backups
    "cancelled": N_("Stopped, as you asked. Nothing was changed."),
    "no_recovery_key": N_(
        "There is no recovery key yet. Make and print one first: without it nobody could open a backup."
    ),
    "backup_exists": N_("There is a file called {file} already. It was left as it is; choose another name."),
    "backup_not_written": N_(
        "The backup could not be written to {file}. Check that there is room and that you may write there."
    ),
    "restore_not_written": N_("The backup could not be unpacked into {folder}. Make room there and try again."),
    "backup_missing": N_("There is no file {file}. Choose a backup."),
    "backup_not_one": N_("This file is not a Bizet backup. Choose another."),
    "backup_other_key": N_(
        "This recovery key does not open this backup. It may be of another business, or the key was renewed."
    ),
    "backup_damaged": N_("This backup is damaged or not complete. Nothing was changed; choose an earlier one."),
    # exports
    "folder_not_empty": N_("There is something in {folder} already. Choose an empty or a new folder."),
    "export_not_written": N_(
        "This could not be written to {folder}. Check that there is room and that you may write there."
    ),
    # the server
    "setup_code_wrong": N_("This set-up code is wrong or was used already. Let the server print a new one."),
    "server_silent": N_("The server does not answer. Check its address and this computer's network, then try again."),
    "server_other": N_(
        "This is not the server that this business was agreed with before: it lacks what is known here. Use the same "
        "one, or restore its backup there first."
    ),
    "linked_already": N_("This computer has a server already. Leave that one first."),
    "not_sent_yet": NN_(
        "{count} change is not sent yet: it is on this computer alone. Connect to the server, then leave it.",
        "{count} changes are not sent yet: they are on this computer alone. Connect to the server, then leave it.",
    ),
    "invitation_mistyped": N_(
        "This is not an invitation, or a letter of it is wrong. Compare it with the other screen."
    ),
    "not_let_in": N_("This computer was not let in. Ask for a new invitation and compare the six words again."),
    # the command line
    "who_is_there": N_("Say who you are: --staff and one of {names}."),
    "who_is_it": N_("Nobody called {name} signs in here. Say one of {names}."),
    "no_such_name": N_("Nothing is called “{name}”. `bizet operations` lists all names."),
    "not_json": N_("This is not JSON: {problem}. Write it like {example}."),
    "desk_silent": N_("Bizet is open on this computer but does not answer. Close its window and try again."),
    "desk_failed": N_(
        "Something went wrong inside Bizet while it did this ({name}). Its log says more; please report it."
    ),
    "not_yours": N_("Another user of this computer answers in place of Bizet. Nothing was told to them."),
}


def teach() -> None:
    """Let refusals of the desk be worded; each program does this once, before it words anything."""
    learn(SENTENCES)
