"""Gallery of the desk: every state a person can reach is a declared scene, drawn in all looks and checked in some."""
