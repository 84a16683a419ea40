"""Who looks at a page: somebody at the computer that runs the app, or somebody elsewhere in its network."""

import ipaddress
import socket

import psutil
import streamlit as st


def address() -> str | None:
    """Return the network address of whoever looks; None for this computer itself."""
    found: str | None = st.context.ip_address
    return found


def at_the_computer() -> bool:
    """Tell whether whoever looks sits at the computer that runs the app."""
    found = address()
    return found is None or found in hosts()


def hosts() -> list[str]:
    """Return this machine's addresses in the networks it is in, wireless or not, with or without internet; private ones first."""
    up = {name for name, state in psutil.net_if_stats().items() if state.isup}
    found = [
        ipaddress.ip_address(one.address)
        for name, addresses in psutil.net_if_addrs().items()
        for one in addresses
        if name in up and one.family == socket.AF_INET
    ]
    real = {one for one in found if not one.is_loopback}
    return [str(one) for one in sorted(real, key=lambda one: (one.is_link_local, not one.is_private, int(one)))]
