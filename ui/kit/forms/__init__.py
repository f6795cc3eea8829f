"""Forms kit: forms that are filled, saved and undone, lists with their details."""
