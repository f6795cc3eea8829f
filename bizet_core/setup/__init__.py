"""Setup: how a business begins and brings its data along."""
