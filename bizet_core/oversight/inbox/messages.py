"""What people read on the cards of the Inbox, and what they are told when they settle them.

A refusal's own sentence speaks to whoever was asking at that moment. On a card it is read later and by somebody else:
where its sentence would not fit there, the card has its own.
"""

from bizet_core.describe.languages.language import N_, NN_

SENTENCES = {
    "card_settled": N_("Somebody has settled this already."),
    "card_done": N_("This was done when it was settled, so it cannot wait again. Change it where it stands."),
    "held_stays": N_("Money that was taken is never dropped. Keep ours, and put it right by a refund."),
    "operation_unknown": N_("This was done by a newer version of Bizet. It is kept until the server is as new."),
    "operation_unreadable": N_("The server cannot read this yet. It is kept as it came until a newer version can."),
    "operation_broke": N_("Something went wrong on the server while this was done. It is kept as it came."),
    "cards_too_many": N_(
        "The Inbox holds {most} open cards of this device. Settle some at another desk; then this one sends on. "
        "Nothing is lost meanwhile."
    ),
    "still_needed": N_(
        "Something else still needs this ({by}), so it stays: {again}. Change that first, then remove this again."
    ),
    "line_gone": N_("This cannot be done again from here any more: it is too old. Do it anew, then keep theirs."),
}

CARDS = {
    "double_booked": N_("Two bookings were made for the same time while the desks were apart."),
    "tell_customer": N_("The booking of {starts_at} was cancelled, because the time was another's. Tell the customer."),
    "price_differs": N_(
        "{name} was sold for {amount}, where the price known here is {known}. The receipt stands as it was given."
    ),
    "tax_differs": N_(
        "The tax {name} was charged at a rate that is not valid here. The receipt stands as it was given."
    ),
    "sums_differ": N_("The sums on receipt {name} do not add up. It stands as it was given; have somebody look at it."),
    "not_permitted_there": N_(
        "This was done by somebody who was not allowed to do it. It stands, because it happened."
    ),
    "taken_back_twice": N_(
        "More was taken back by receipt {name} than was sold. Both refunds stand; see who was given money twice."
    ),
    "overbooked_there": N_(
        "This was booked over what is full by somebody who may not do that. It is not certain until you decide."
    ),
    "actor_unknown": N_(
        "{name}, who is said to have done this, is nobody who works here, or no longer. It is kept until you decide."
    ),
    "lease_late": N_("This desk sold what had been taken back from it already. There was still enough."),
    "number_twice": N_("The receipt number {name} was given twice. Both receipts stand."),
    "oversold": N_("More was sold than there was. Look for what is missing, or call the customer."),
    "device_copied": N_("Two copies of one device have spoken to the server. Find out which is the real one."),
    "revived": N_("Something that had been removed was still needed, so it was brought back."),
    "clock_suspicious": N_("The clock of this device was wrong. The times on what it did may be wrong as well."),
    "not_permitted": N_("Whoever did this was not allowed to any more ({permission}), so it was not done."),
    "device_may_not": N_("This kind of device may not do this, so it was not done."),
    "changed_meanwhile": N_("The same was changed at two places. What came first stands."),
    "slot_taken": N_("The time was taken by somebody else first."),
    "gone": N_("What this was about had been removed."),
    "refers_to_gone": N_("Something that this needs had been removed."),
    "there_already": N_("The same had been saved already."),
    "undo_changed_since": N_("This was to be undone, but {by} had changed it since."),
    "visit_paid": N_("This visit was paid at two places."),
    "lost_row": N_(
        "{what}: a computer here still had this, but the server has lost it, since it was restored from a backup. "
        "Bring it back, unless somebody had removed it on purpose."
    ),
    "lost_version": N_(
        "{what}: this was changed before the server was restored from a backup, which has it as it was earlier. "
        "Bring the change back, or leave it as it stands."
    ),
    "lost_lines": N_(
        "The server has lost lines of the history ({n}), since it was restored from a backup. "
        "What they tell of stands as it is. Bring them back, so that people can read what happened."
    ),
    "removed_after_backup": N_(
        "{what}: some of this ({n}) was removed after the backup that the server was restored from, and is there "
        "again. Remove it again, or leave it, if it is needed after all."
    ),
    "lost_device": N_(
        "A device was let in before the server was restored from a backup, which does not know it. "
        "Invite it again, if it is still used."
    ),
    "lease_short": N_(
        "After the server was restored, something was given away that a desk still held. "
        "Look for what is missing, or call the customer."
    ),
    "till_closed": N_("The till had been closed already."),
}
"""A card's sentence by its code."""

TITLES = {
    "concern": N_("Look at this"),
    "refused": N_("Not done"),
    "held": N_("Kept, not counted yet"),
    "lost": N_("Lost at the server"),
}
"""What became of the operation, by the card's kind."""

THERE_AGAIN = N_("There again")
"""The same of what was removed after the backup that a server was restored from."""

LABELS = {
    "customer": N_("Customer"),
    "starts_at": N_("Start"),
    "services": N_("Services"),
    "staff": N_("With"),
    "now": N_("Now"),
    "receipt": N_("Receipt"),
    "total": N_("Total"),
    "issued_at": N_("Issued"),
}
"""What a line of a version is called where the operation has no field of that name."""

UNPOSTED = NN_("Unposted: {amount} in {n} sale not accepted yet", "Unposted: {amount} in {n} sales not accepted yet")

NOTES = {
    "brought_back": N_("Brought back after the server had been restored"),
    "removed_again": N_("Removed again after the server had been restored"),
    "came_after_all": N_("Card in the Inbox closed: what was lost has been sent again"),
    "not_settled": N_("Card in the Inbox could still not be settled"),
    "settled": N_("Card in the Inbox settled"),
    "settled_before": N_("Card in the Inbox was settled already"),
}
"""What the activity log calls what a note with this code tells, whichever operation left it."""
