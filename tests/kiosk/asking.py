"""Asking the kiosk over HTTP, as the tests do."""

import http.client

from lxml import etree


def get(kiosk, host, path, *, method="GET", **headers):
    connection = http.client.HTTPConnection("127.0.0.1", kiosk.port, timeout=5)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers={"Host": host, **named})
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def addresses(body):
    """Where a listing's entries lead."""
    return [element.text for element in etree.fromstring(body).iter("{*}loc", "link") if element.text]
