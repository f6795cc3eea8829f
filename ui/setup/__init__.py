"""Setup: first run and imports."""
