"""Who may change whom, and what a PIN may be. Roles are the values of `staff.model.Role`."""

import unicodedata

RANKS = {"owner": 3, "admin": 3, "manager": 2, "staff": 1, "contractor": 1}
"""Owners and admins stand on one level: either may help the other back in."""


def may_change(by: str | None, whose: str, *, self: bool, to: str | None = None) -> bool:
    """Whether somebody of role `by` (None: the house itself) may change a person of role `whose`, perhaps to role `to`.

    Everybody may change their own page but not their own role; managers change those below them, and nobody below an
    owner or admin touches an owner or makes one.
    """
    if by is None or RANKS[by] == 3:
        return True
    if self:
        return to is None or to == whose
    return RANKS[whose] < RANKS[by] and (to is None or RANKS[to] < RANKS[by])


def plain_pin(pin: str) -> str:
    """The PIN in ASCII digits: on an Arabic or Hindi keyboard it is the same PIN."""
    return "".join(str(unicodedata.decimal(digit, digit)) for digit in pin.strip())
