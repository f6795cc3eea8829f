"""What can be booked: one tree of places, people and things."""
