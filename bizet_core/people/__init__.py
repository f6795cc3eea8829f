"""People: customers and what is known about them."""
