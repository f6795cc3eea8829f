"""What people are told about devices."""

from bizet_core.describe.languages.language import N_

SENTENCES = {
    "code_wrong": N_("This code is wrong, used already, or older than ten minutes. Ask for a new one at the desk."),
    "device_may_not": N_("This kind of device may not do this. Do it at a desk."),
    "away_too_long": N_(
        "This desk has not heard from its server for {hours} hours. Connect it first; selling and booking go on."
    ),
    "device_is_this": N_("A device cannot send itself away. Do it from another one."),
    "device_state": N_("{name} cannot be changed like this now. Look at the list of devices again."),
    "device_asking": N_("This device is waiting to be let in. Compare the six words at the desk that invited it."),
    "device_locked": N_("Two copies of this device have spoken. A manager has to look at it in the list of devices."),
    "device_revoked": N_("This device has been sent away. What it sold is kept; it gets nothing more."),
    "device_copied": N_("Two copies of {name} have spoken to the server. Find out which is the real one."),
}
