"""What the program carries with it: theme, icons, fonts, translations and sample data."""
