"""How databases of earlier versions become those of today. See `bizet_core.store.migrations.migrate`."""
