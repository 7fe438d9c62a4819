"""The driven side: database, QuickBooks, queue, e-mail."""
