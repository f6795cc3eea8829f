"""What people are told about a chain that does not hold. Those of receipts are in `sales.messages`."""

from bizet_core.describe.languages.language import N_

SENTENCES: dict[str, str] = {}

BREAKS_OF_JOURNAL = N_("Change {n} of device {device} (incarnation {inc}) is missing or was altered after it was made.")
