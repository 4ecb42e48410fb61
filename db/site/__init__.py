"""All that Datasette reads: `metadata.yml`, `templates/`, `static/`, and `plugins/` (one file a hook).

What pages show is gathered here by plain functions over a SQLite connection, one module a page; the plugins only join them to Datasette.
"""

from pathlib import Path

FOLDER = Path(__file__).parent
DATABASE = "vigie"
"""The public edition's name in Datasette, and so in addresses: `/vigie/incidents`."""
PRIVATE = "travail"
"""The working database's name, in the private edition only."""
