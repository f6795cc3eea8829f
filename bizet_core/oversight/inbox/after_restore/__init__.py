"""Inbox cards after a restore: lost rows, and removed rows that are there again."""
