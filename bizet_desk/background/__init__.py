"""Background work: threads, batches, maintenance, logs."""
