"""A company's books: its objects, their accounting, and the record of what was done."""
