"""The sync server: keeps desks agreed, and later hosts the public pages. Stateless beside its databases."""
