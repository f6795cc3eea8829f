"""The Inbox: cards of what could not be settled without a person."""
