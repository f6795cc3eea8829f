"""Free times: availability answered from the tables."""
