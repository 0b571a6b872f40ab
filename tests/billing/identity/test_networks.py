"""The network of an address, for all limits by address."""

from __future__ import annotations

import pytest

from billing.identity.networks import network_of


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2::ff", "2001:db8:1:2::/64"),
        ("2001:0DB8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::ff", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("unknown", "unknown"),
        ("x" * 500, "x" * 100),
    ],
)
def test_network_of_an_address(address: str, network: str) -> None:
    """An IPv4 address is its own network, an IPv6 address belongs to its /64."""
    assert network_of(address) == network
