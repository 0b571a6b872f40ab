"""The network of an IP address: what limits by address count."""

import ipaddress

_IPV6_NETWORK_BITS = 64
_MAX_LENGTH = 100


def network_of(address: str) -> str:
    """The network that an IP address belongs to, for limits: an IPv4 address itself, the /64 of an IPv6 address.

    One IPv6 subscriber has at least a /64, so single addresses of it mean nothing. An IPv4 address written as IPv6
    is the IPv4 address. A text that is not an IP address is its own network, cut to what a table takes.
    """
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:_MAX_LENGTH]
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    return str(ipaddress.IPv6Network((parsed, _IPV6_NETWORK_BITS), strict=False))
