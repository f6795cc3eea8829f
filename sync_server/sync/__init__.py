"""Sync endpoints: what devices say to the server."""
