"""The Inbox: what the authority could not settle alone, worded, listed and settled by people."""
