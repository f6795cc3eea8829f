"""Availability: pure rules of when and with whom a booking can be."""
