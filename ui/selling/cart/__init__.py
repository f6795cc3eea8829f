"""Cart: lines, customer, discounts, totals."""
