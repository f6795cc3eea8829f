"""What people are told about agreeing with a server."""

from bizet_core.describe.languages.language import N_

SENTENCES = {
    "message_damaged": N_("What arrived is damaged or no message of Bizet. Nothing of it was used."),
    "message_too_large": N_("What arrived is larger than {most} MiB. Nothing of it was used."),
    "signature_wrong": N_("This was not signed by the device that it names. It was not accepted."),
    "signature_missing": N_("This does not say which device sent it. It was not accepted."),
    "device_unknown": N_("This server does not know this device. Join it anew with an invitation."),
    "of_another": N_("This belongs to another device or business. It was not accepted."),
    "replayed": N_("This has arrived before. It was not accepted a second time."),
    "clock_wrong": N_(
        "The clock of this computer is far off. Set it right; Bizet reckons with the server's meanwhile."
    ),
    "forked": N_("Another copy of this desk has sent something else under number {n}. This one counts anew."),
    "feed_restarted": N_("The server was restored from a backup. This desk sends again what it has lost."),
    "begin_anew": N_("This desk was away too long, or sees something else now. It takes everything anew."),
    "desk_too_old": N_("This desk is too old to receive changes. It can go on selling; update Bizet on this computer."),
    "slow_down": N_("This computer asks the server too often. It tries again by itself in a moment."),
    "server_broke": N_("The server could not take this. It is safe on this computer and will be sent again."),
    "salvage_full": N_(
        "The server keeps too much already that waits for somebody to decide. Settle what is in the Inbox."
    ),
    "not_linked": N_("This desk stands alone: it has no server. Link it to one first, in the settings."),
}

NOTES = {"revived": N_("Brought back, because it was still needed")}
"""What the activity log calls what a note with this code tells, whichever operation left it."""
