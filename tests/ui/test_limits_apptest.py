"""Evidence and limits, run by Streamlit without a browser."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from foresight.presentation import evidence
from foresight.ui import session
from tests.support.paths import ROOT

PAGE = str(ROOT / "foresight" / "ui" / "pages" / "limits.py")


@pytest.fixture
def page() -> AppTest:
    return AppTest.from_file(PAGE, default_timeout=120).run()


def texts(page: AppTest) -> list[str]:
    return [str(one.proto.body) for one in page.get("html")]


def test_every_number_has_source_and_grade() -> None:
    table = evidence.every_number(session.futures()["trend"])
    assert len(table) > 500
    assert (table["Source"] != "").all()
    assert set(table["Grade"]) <= set("ABCD")
    assert evidence.counts(table)["All"].sum() == len(table)


def test_the_page_counts_and_warns(page: AppTest) -> None:
    assert not page.exception
    assert any("are assumptions (grade D)" in text for text in texts(page))
    assert any("Not for forecasts" in one.value for one in page.markdown)


def test_the_page_says_where_sources_can_be_read(page: AppTest) -> None:
    (told,) = (one.value for one in page.caption if "evidence pack" in one.value)
    files = re.findall(r"\*(\S+/\S+)\*", told)
    assert files == ["docs/explanation/evidence.md"]
    assert "evidence pack" in (ROOT / files[0]).read_text(encoding="utf-8")


def test_the_numbers_can_be_searched(page: AppTest) -> None:
    page.text_input(key="search numbers").set_value("trustee bank cost").run()
    assert not page.exception
    (found,) = (text for text in texts(page) if 'aria-label="Every number' in text)
    assert found.count("<tr>") > 1
    assert all("rustee bank" in row for row in found.split("<tr>")[2:])
    page.text_input(key="search numbers").set_value("no such thing").run()
    assert any(one.value.startswith("0 of 0") for one in page.markdown)
