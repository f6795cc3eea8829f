"""The devices of a business: who may speak to its server, in which role, and how one joins or leaves."""
