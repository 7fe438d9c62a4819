"""The queue: arq on Redis, which only ever rings; what is to be done stands in the database."""
