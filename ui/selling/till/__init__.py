"""Till screens: opening, cash movements, counting, reports."""
