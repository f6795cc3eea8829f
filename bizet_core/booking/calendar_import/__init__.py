"""Calendars from elsewhere: a colleague's iCalendar file becomes bookings or busy time, wholly or not at all."""
