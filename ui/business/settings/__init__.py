"""Settings: pages at the side in groups, each a list with its forms or forms alone, declared in `places`."""
