"""What can be booked: services with lengths, prices, add-ons, and who and what they need."""
