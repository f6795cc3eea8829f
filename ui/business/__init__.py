"""Business: settings and devices."""
