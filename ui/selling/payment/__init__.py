"""Payment: ways of paying and what follows a sale."""
