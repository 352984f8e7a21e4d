"""Groups, partners and staff from a table: every fault of every row at once, then all of it or nothing."""
