"""Who gets a booking when the customer does not mind."""
