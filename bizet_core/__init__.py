"""What the business is and may do: shared by every desk and by the server. No Qt, no web."""
