"""Ways of paying."""
