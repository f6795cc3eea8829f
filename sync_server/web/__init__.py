"""Web application: FastAPI around the endpoints, limits, health and metrics."""
