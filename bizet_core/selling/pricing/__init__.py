"""What a cart costs, and why: one quote for everything that is sold."""
