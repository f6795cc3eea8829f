"""Catalogue: what is offered, when, and at which tax."""
