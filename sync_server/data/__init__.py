"""Databases of the server: control database, businesses, backups."""
