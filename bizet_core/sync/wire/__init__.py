"""Wire: messages between desks and a server."""
