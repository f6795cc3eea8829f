"""Export: a business's data and its activity log as files."""
