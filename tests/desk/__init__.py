"""The running desk: threads, keys, files and the command line."""
