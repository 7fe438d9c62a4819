"""QBO's reports, made from the general ledger: one file per kind of report."""
