"""What a visit asks of people, rooms and things, and when."""
