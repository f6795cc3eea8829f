"""Operations: what runs a verb, what follows it, and what it may reach."""
