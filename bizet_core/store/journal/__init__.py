"""Journal: hash-chained lines, lives of a device, and cards for people."""
