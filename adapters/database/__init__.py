"""The database: SQLite or Postgres, one repository per file."""
