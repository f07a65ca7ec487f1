"""The machines of a host, none of them in a private network."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

IPAddress = IPv4Address | IPv6Address

_NAT64 = ip_network("64:ff9b::/96")


def is_public(address: IPAddress) -> bool:
    """Return whether an address is one of the public internet (IANA's special registries)."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in _NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast


class NoMachine(Exception):
    """A host has no machine that may be asked.

    `again` says that names cannot be looked up from here just now, `private` that one of its
    machines is not permitted.
    """

    def __init__(self, *, again: bool = False, private: bool = False) -> None:
        super().__init__()
        self.again = again
        self.private = private


async def find_machines(
    host: str, port: int, permitted: Callable[[IPAddress], bool]
) -> list[IPAddress]:
    """Return the machines of a host, every one permitted; raises `NoMachine`.

    They are what is connected to: a name that is looked up twice can change in between.
    """
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as fault:
        raise NoMachine(again=fault.errno == socket.EAI_AGAIN) from None
    machines = list(dict.fromkeys(ip_address(str(each[4][0]).split("%")[0]) for each in found))
    if not machines or not all(map(permitted, machines)):
        raise NoMachine(private=True)
    return machines
