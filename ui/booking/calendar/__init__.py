"""The day, drawn by hand: columns of people and rooms, cards of bookings, all of it by mouse, touch and keyboard."""
