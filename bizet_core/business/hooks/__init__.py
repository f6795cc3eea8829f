"""Webhook deliveries: what other services tell this business, kept as it came and each once."""
