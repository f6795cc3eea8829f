"""Running the server: configuration, commands, background work, logs."""
