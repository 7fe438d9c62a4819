"""A small association's billing run, carried into a QuickBooks company on this machine."""
