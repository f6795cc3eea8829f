"""Main window: where the screens are put together."""
