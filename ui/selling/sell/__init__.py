"""Sell screen: tiles to press."""
