"""HTTP: the gateway in front of the books, OAuth, and the control side."""
