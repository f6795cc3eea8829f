"""The PIN of a sample business's owner, and what its lock screen says about it."""

from bizet_core.describe.languages.language import _

PIN = "123456"
"""Of the owner of the sample. The others count up: 111111, 222222 …"""


def hint() -> str:
    """What the lock screen of a sample business says below."""
    return _("A sample business. PINs: {pin}, then 111111, 222222 and so on.").format(pin=PIN)
