"""Whether what was written is still what was written: both chains, followed from their first link."""
