"""All data of the business in tables that any program reads."""
