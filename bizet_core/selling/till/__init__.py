"""The drawer: opening float, cash in and out, the closing count."""
