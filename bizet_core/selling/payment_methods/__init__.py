"""Ways in which a house is paid: cash, card, bank transfer, cheque and whatever it calls its own."""
