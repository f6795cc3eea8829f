"""Who did what and when, over the whole business: the history of every record in one list, in people's words."""
