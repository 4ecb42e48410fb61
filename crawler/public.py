"""Which addresses are of the open internet. Pure, and light: whatever sends something somewhere asks here first."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

EMBEDDING = tuple(IPv6Network(f"{prefix}/96") for prefix in ("::", "::ffff:0:0", "::ffff:0:0:0", "64:ff9b::", "64:ff9b:1::"))
"""IPv6 addresses whose last 32 bits are an IPv4 address: compatible, mapped, translated (RFC 2765, 6052, 8215)."""
UNICAST = IPv6Network("2000::/3")
"""All that was ever given out of IPv6: whatever else is routed somewhere is no open internet."""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet. One that wraps an IPv4 address is judged by that: it leads there.

    >>> is_public("64:ff9b::10.0.0.7"), is_public("2002:7f00:1::1"), is_public("::ffff:93.184.215.14")
    (False, False, True)
    """
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        inner = embedded(found)
        return all(map(_is_global, inner)) if inner else found in UNICAST and _is_global(found)
    return _is_global(found)


def embedded(address: IPv6Address) -> list[IPv4Address]:
    """The IPv4 addresses that it carries: one; of Teredo two, the server's and the client's."""
    if any(address in network for network in EMBEDDING):
        return [IPv4Address(int(address) & 0xFFFFFFFF)]
    if address.teredo:
        return list(address.teredo)
    return [address.sixtofour] if address.sixtofour else []


def _is_global(found: IPv4Address | IPv6Address) -> bool:
    return found.is_global and not found.is_multicast


def is_literal(host: str) -> bool:
    """`127.0.0.1`, `::1`, and what C libraries take for one: `2130706433`, `0x7f.1`."""
    return ":" in host or host.rpartition(".")[2][:1].isdigit()
