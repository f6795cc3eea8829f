"""Support for benchmarks: large businesses, peers and real servers."""
