"""QBO's query language: a grammar, the statement it yields, and the answer to it."""
