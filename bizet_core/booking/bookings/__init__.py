"""When something can be booked, and what is booked."""
