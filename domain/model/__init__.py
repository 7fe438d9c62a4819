"""Frozen values: records, log entries, attempts, links, mappings, companies and the books."""
