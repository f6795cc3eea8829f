"""Day view: what the calendar and the booking panel show."""
