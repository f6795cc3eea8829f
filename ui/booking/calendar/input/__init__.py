"""Calendar input: mouse, touch and keyboard."""
