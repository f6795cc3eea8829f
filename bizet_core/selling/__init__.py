"""Selling: carts, quotes, sales, the till and its paper."""
