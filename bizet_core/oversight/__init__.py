"""Oversight: what managers look at over all capabilities."""
