"""What nobody foresaw, on a page run by Streamlit without a browser: our own sentence, details in the log, nothing lost."""

import logging

import pytest
from streamlit.testing.v1 import AppTest

from foresight.ui import choice, faults, session, sides
from tests.support.paths import ROOT

TELL = faults.tell

pytestmark = pytest.mark.usefixtures("small")


def broken() -> None:
    raise ZeroDivisionError("secret details")


def test_a_page_that_fails_says_so_in_our_words_and_the_log_says_why(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=240).run()
    page.selectbox(key="segment").select(session.segments()[3]).run()
    chosen, segment = page.session_state[choice.STATE].choice, page.selectbox(key="segment").value
    with monkeypatch.context() as patch, caplog.at_level(logging.ERROR, "foresight"):
        patch.setattr(faults, "tell", TELL)
        patch.setattr(faults.LOG, "disabled", False)  # the check of imports, run before in this process, silences all logs
        patch.setattr(sides, "show", broken)
        page.run()
        assert not page.exception
        assert [one.value for one in page.error] == [faults.WORDS]
    assert "secret details" in caplog.text
    assert "secret details" not in faults.WORDS
    page.run()
    assert not page.exception
    assert not page.error
    assert page.session_state[choice.STATE].choice == chosen
    assert page.selectbox(key="segment").value == segment


def test_a_page_that_is_drawn_again_or_stopped_is_no_fault() -> None:
    page = AppTest.from_function(again, default_timeout=60).run()
    assert not page.exception
    assert not page.error
    assert [one.value for one in page.markdown] == ["drawn again"]


def again() -> None:
    import streamlit as st  # noqa: PLC0415 - the page is this text alone

    from foresight.ui import faults  # noqa: PLC0415

    with faults.told():
        if "drawn" not in st.session_state:
            st.session_state["drawn"] = True
            st.rerun()
        st.markdown("drawn again")
        st.stop()
