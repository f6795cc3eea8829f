"""Kinds of values: each reads what was typed or sent, shows it again, and describes itself to programs."""
