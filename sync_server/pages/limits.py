"""Limits of strangers: who counts as one caller, and how soon they may come again."""

from ipaddress import IPv6Address, ip_address
from math import ceil

from starlette.requests import Request

from bizet_core.base.refusals import Refused
from sync_server.web.rate_limits import Buckets

_HOUSEHOLD = 64  # bits of an IPv6 address that one customer of a provider has to themselves


def caller_of(request: Request) -> str:
    """The address that a request comes from. Of what a proxy says the server has believed trusted ones alone."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(IPv6Address(int(address) >> _HOUSEHOLD << _HOUSEHOLD))
    return str(address)


def take_one(buckets: Buckets, request: Request) -> None:
    """Refuse with `too_many_requests` whoever has used up theirs."""
    wait = buckets.wait_of(caller_of(request))
    if wait > 0:
        raise Refused("too_many_requests", seconds=ceil(wait))
