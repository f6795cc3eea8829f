"""Joining: linking a desk to a server, and a fresh computer to a business."""
