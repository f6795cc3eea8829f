"""Pictures and long texts by content hash, outside the operation stream."""
