"""The print queue of this device."""
