"""Storage: the desk's file, its keys and its folder."""
