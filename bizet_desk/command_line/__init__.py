"""Command line: its commands, and the socket to the running desk."""
