"""The business itself, its settings, and this device's own."""
