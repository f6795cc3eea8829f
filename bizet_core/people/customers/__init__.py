"""Who comes: customers, found while typing."""
