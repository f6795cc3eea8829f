"""Rows as sync moves them: written raw, compared, revived."""
