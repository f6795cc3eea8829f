"""The one validator: described fields that draw forms, pages and tables, and read what people type into them."""
