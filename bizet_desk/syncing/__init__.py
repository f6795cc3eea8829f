"""The desk's half of sync: joining a server, and keeping up with it beside people's work."""
