"""Background jobs: what may take long, may fail, and must still happen once it was promised. See docs/jobs.md."""
