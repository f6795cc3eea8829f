"""Calendar painting: cards, headers, background and overlay."""
