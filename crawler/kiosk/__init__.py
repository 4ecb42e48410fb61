"""The kiosk: a small press of invented newspapers on loopback, for the demo and the end-to-end tests.

    with Kiosk() as kiosk:            # or Kiosk(8765, edition=2, faults={"estuaire-libre.example": "antibot"}, delay=0)
        ...                           # GET http://127.0.0.1:<kiosk.port>/feed/ with Host: guetteur-du-net.example
        kiosk.requests                # [Request(host, path, status), …] in the order answered
        kiosk.edition = 2             # the next edition, while the server runs; `kiosk.faults` likewise

One paper per engine. Canonical addresses are `http://<host><path>`, without a port: whoever asks maps the
host to 127.0.0.1:<port> and sends the host's name in the `Host` header.

| host                      | engine                                 | listings                                            |
|---------------------------|----------------------------------------|-----------------------------------------------------|
| guetteur-du-net.example   | WordPress, classic theme               | /feed/ and ?paged=N (10 items a page, then 404);    |
|                           |                                        | /wp-json/wp/v2/posts?per_page=&page= (then 400)     |
| estuaire-libre.example    | CMS with JSON-LD, machine-made classes | /sitemap.xml → /sitemaps/actualites-<year>.xml.gz   |
| bulletin-du-modem.example | old PHP, ISO-8859-15, <br>-parted      | /rss.xml (RSS 2.0, titles and summaries only)       |

Each also has a front page `/` and a `robots.txt`. On purpose, and all listed: an advertorial forbidden by
robots.txt (Estuaire: /partenaires/…), an article withdrawn, 404 (Guetteur's feed, /2025/06/…), a PDF
(Bulletin's feed, /docs/…), a slow page (an article with `slow = true`), a Crawl-delay (Bulletin).

The articles are data: `articles/<paper>/<date>-<slug>.md`, TOML between `+++` lines, then the body
(see `stories.py`). A file ending in `.edition-2.md` takes the place of its namesake from edition 2 on; one
whose header says `edition = 2` is not on sale before. No clock is read: an edition is always the same bytes.
"""

from crawler.kiosk.faults import FAULTS
from crawler.kiosk.server import Kiosk
from crawler.kiosk.stories import PAPERS

__all__ = ["FAULTS", "PAPERS", "Kiosk"]
