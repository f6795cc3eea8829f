"""Tools: a driver for the program's windows, the demo, screenshots."""
