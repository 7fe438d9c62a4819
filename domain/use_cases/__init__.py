"""What the service does, over ports alone."""
