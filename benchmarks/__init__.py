"""What we promise to be fast at, each beside a peer or a limit. `python -m benchmarks NAME` prints one JSON line."""
