"""Sample business: made through operations."""
