"""The server and the devices of a business: linking, inviting, comparing words, sending away, and how we stand."""
