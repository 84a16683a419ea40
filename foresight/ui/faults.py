"""What nobody foresaw: told in a sentence of our own, with the details in the log."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

WORDS = (
    "Something went wrong here. What you chose is kept, and the other pages go on. Press *Undo* or reload this page; if it "
    "happens again, take another choice. The window in which the app was started says what happened."
)
LOG = logging.getLogger("foresight")


@contextmanager
def told() -> Iterator[None]:
    """Let a page that fails say so in plain words, and put the details in the log.

    What Streamlit itself raises to stop a page or to draw it again is no `Exception`, and goes its way.
    """
    try:
        yield
    except Exception as error:  # noqa: BLE001 - whatever it is
        tell(error)


def tell(error: Exception) -> None:
    """Say that something went wrong."""
    LOG.error("A page failed.", exc_info=error)
    st.error(WORDS)
