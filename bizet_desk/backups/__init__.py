"""Backups: made, scheduled, encrypted and restored."""
