"""The profile of a customer: what bookings, sales, notes and changes say about them together."""
