"""Databases: engines, compiled statements and savepoints."""
