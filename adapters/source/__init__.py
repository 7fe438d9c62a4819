"""Where a record's current data comes from, when it was submitted by reference."""
