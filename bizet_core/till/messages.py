"""What people are told about the drawer."""

from bizet_core.describe.language import N_

SENTENCES = {
    "pieces_below_zero": N_("A number of notes or coins cannot be below zero. Enter 0 or more."),
}
