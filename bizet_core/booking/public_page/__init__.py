"""The public page of a business: what anybody may know of it, and nothing else."""
