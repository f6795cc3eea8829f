"""The running desk: threads, devices, keys and backups. Screens live in `ui`."""
