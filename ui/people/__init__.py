"""People: the customers' screens."""
