"""Booking: free times, bookings and the calendar's day."""
