"""The cart: what is about to be sold at this desk, and carts parked for later."""
