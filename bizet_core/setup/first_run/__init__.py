"""The first run: a business, its first place, people and taxes, in one step."""
