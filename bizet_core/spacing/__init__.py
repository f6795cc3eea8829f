"""How bookings may follow each other on one person's calendar."""
