"""Booking at the desk: the calendar wired to the store, the panel of a booking, and making a new one."""
