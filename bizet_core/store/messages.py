"""What people are told by the runner itself."""

from bizet_core.describe.languages.language import N_

SENTENCES = {
    "gone": N_("This is not there any more ({what}). Somebody may have removed it."),
    "there_already": N_("This has been saved already. Nothing was done a second time."),
    "refers_to_gone": N_("Something that this is about is not there any more. Look again before you save."),
    "not_permitted": N_("You may not do this. Ask somebody who may ({permission}) to approve it with their PIN."),
    "approval_void": N_(
        "This approval cannot be used: it is for something else, used already, or older than five minutes."
    ),
    "too_large": N_("This is too large to save at once (more than {most} KiB). Attach long text as a file."),
    "changed_meanwhile": N_("Somebody changed this in the meantime: {field}. Look again before you save."),
    "undo_too_old": N_("This cannot be undone any more."),
    "undo_not_for_this": N_("This cannot be undone. Correct it instead, for example with a refund."),
    "undone_already": N_("This has been undone already."),
    "undo_changed_since": N_("{by} has changed this since ({what}). Nothing was undone."),
    "undo_conflict": N_("Something else uses this now, so it cannot be undone."),
    "chain_broken": N_("Change number {n} of this device does not follow from the one before. It was not accepted."),
    "disk_full": N_("The disk is full. Nothing was lost; make room and try again."),
    "disk_trouble": N_("The disk does not answer as it should. Nothing was saved; check the disk and make a backup."),
    "interrupted": N_("This was stopped before it was finished. Nothing of it was saved."),
    "busy": N_("The data is busy with another program. Try again in a moment."),
    "file_damaged": N_("This data file is damaged, or not a Bizet file. It was left as it is; restore a backup."),
    "file_foreign": N_("This is not a data file of this business. It was left as it is; choose another or a backup."),
    "file_newer": N_("This data is from a newer version of Bizet. It was left as it is; install the newer version."),
    "migration_failed": N_("Your data could not be brought to this version. It is as it was; please report this."),
    "slot_taken": N_("This time has just been taken. Choose another."),
}

LOOK_UP = {"field": "bizet_core.store.operations.edits:label_of", "what": "bizet_core.store.tables.all_tables:called"}
