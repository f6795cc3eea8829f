"""Activity log: its page and filter."""
