"""On which terms a service may be booked: how soon, how far ahead, how long."""
