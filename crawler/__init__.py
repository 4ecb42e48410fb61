"""FETCH: from a site to an Article. Knows the web; imports neither `nlp` nor `db`."""
