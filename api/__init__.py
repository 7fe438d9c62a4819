"""The driving side that speaks HTTP."""
