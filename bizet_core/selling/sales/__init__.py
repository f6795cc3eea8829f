"""One cart, one quote, one receipt for everything that is sold."""
