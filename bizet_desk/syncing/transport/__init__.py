"""Transport: HTTP to a server, and what a test puts in its place."""
