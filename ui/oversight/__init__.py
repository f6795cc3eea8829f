"""Oversight: Inbox and activity log."""
