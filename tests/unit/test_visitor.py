"""Where phones find the app: also in a network of its own, with no way to anywhere else."""

import socket
from types import SimpleNamespace

import psutil
import pytest

from foresight.ui import visitor

ADDRESSES = {
    "lo": ["127.0.0.1"],
    "cable": ["192.168.1.20"],
    "tunnel": ["8.8.4.4"],
    "hotspot": ["10.42.0.1"],
    "unset": ["169.254.7.7"],
}


def network(monkeypatch: pytest.MonkeyPatch, *down: str) -> None:
    """Let the machine be in these networks, but for those that are down."""

    def address(family: int, text: str) -> SimpleNamespace:
        return SimpleNamespace(family=family, address=text)

    found = {
        name: [address(socket.AF_INET6, "fe80::1"), *(address(socket.AF_INET, text) for text in texts)]
        for name, texts in ADDRESSES.items()
    }
    monkeypatch.setattr(psutil, "net_if_addrs", lambda: found)
    monkeypatch.setattr(psutil, "net_if_stats", lambda: {name: SimpleNamespace(isup=name not in down) for name in ADDRESSES})


def test_every_network_that_is_up_is_told_the_likeliest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    network(monkeypatch, "cable")
    assert visitor.hosts() == ["10.42.0.1", "8.8.4.4", "169.254.7.7"]


def test_a_machine_in_no_network_has_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    network(monkeypatch, *(name for name in ADDRESSES if name != "lo"))
    assert visitor.hosts() == []
