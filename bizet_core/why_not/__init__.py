"""Why a time cannot be had, so that a person can be told."""
