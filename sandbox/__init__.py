"""A QuickBooks Online company on this machine, served over HTTP."""
