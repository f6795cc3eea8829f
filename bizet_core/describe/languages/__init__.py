"""Languages: translations, sentences of refusals, lists of the world."""
