"""Server side of sync: push, pull, the feed and what is held."""
