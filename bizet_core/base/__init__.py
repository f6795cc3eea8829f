"""Base: instants, spans, rounding, wall clocks, refusals and encryption, free of tables and words."""
