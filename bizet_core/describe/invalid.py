"""A request with values that cannot be: every one of them, each with its reason."""

from collections.abc import Mapping

from bizet_core.base.refusals import Refused
from bizet_core.describe.languages import sentences


class Invalid(Refused):
    """Refused because of some fields; `causes` names them (`"phone"`, `"lines.0.quantity"`) with a refusal each.

    An operation may raise it too, for a rule between fields: `Invalid({"ends_at": Refused("ends_before_start")})`.
    """

    def __init__(self, causes: Mapping[str, Refused], labels: Mapping[str, str] | None = None) -> None:
        names = dict.fromkeys(name.partition(".")[0] for name in causes)
        super().__init__("invalid", fields=[(labels or {}).get(name) or name for name in names], count=len(names))
        self.causes = dict(causes)

    @property
    def errors(self) -> dict[str, str]:
        """Field → sentence in the language of who reads now."""
        return {name: sentences.word(cause) for name, cause in self.causes.items()}
