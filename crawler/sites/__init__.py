"""One file per site, found by Scrapy's spider loader: adding a site edits nothing else."""
