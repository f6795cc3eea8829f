"""Printing: the queue's thread and what screens ask of it."""
