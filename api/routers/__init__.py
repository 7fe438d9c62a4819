"""One file per resource; every route calls one use case."""
