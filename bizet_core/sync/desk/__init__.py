"""Desk side of sync: pull, rebase and retention."""
