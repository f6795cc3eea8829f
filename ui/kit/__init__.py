"""Parts that every feature's screens are made of, and the places they contribute to."""
