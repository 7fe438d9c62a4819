"""Pure decisions: facts in, a verdict out; nothing here awaits."""
