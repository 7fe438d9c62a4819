"""The rows of the mission, each walked through the API; see `test_every_row`."""
