"""Where the business receives people."""
