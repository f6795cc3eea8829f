"""Paper: blocks of a document, laid out for receipt printers and PDF."""
