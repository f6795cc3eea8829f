"""Business: what every other capability stands on: settings, places, people who work here, devices."""
