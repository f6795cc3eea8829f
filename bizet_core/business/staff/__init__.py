"""The people who work here: profile, role and PIN."""
