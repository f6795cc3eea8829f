"""Kit: what every screen is made of."""
