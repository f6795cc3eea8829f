"""What the activity log says besides what operations and notes say of themselves."""

from bizet_core.describe.languages.language import N_

SENTENCES: dict[str, str] = {}

CHANGED = N_("{field} from {was} to {now}")
STATUS_CHANGED = N_("from {was} to {status}")
NEWER = N_("Something that this version of Bizet has no words for ({name})")
EMPTY = "–"
