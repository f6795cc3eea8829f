"""Tables: columns, triggers, search index and the whole schema."""
