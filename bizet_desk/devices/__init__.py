"""Paper, drawers, scanners and terminals: small protocols, real drivers and simulators that fail like them."""
