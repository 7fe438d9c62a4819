"""The driving side that time and the queue drive."""
