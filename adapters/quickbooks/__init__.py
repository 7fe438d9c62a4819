"""QuickBooks Online as the ledger: everything the domain need not know about it."""
