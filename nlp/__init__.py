"""READ: from an Article to a Reading. Knows words; imports `crawler.article` at most."""
