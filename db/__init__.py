"""KEEP, LINK AND SHOW: from Readings to SQLite to Datasette. Knows tables."""
