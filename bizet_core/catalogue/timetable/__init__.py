"""When people, rooms and places are open: hours, breaks, time off, special days, busy times."""
