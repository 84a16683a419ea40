"""Do the baseline's tables add up to the region as it was counted, and is every row sourced?"""

import pandas as pd
import pytest

from tests.support.paths import ROOT

FOLDER = ROOT / "scenarios" / "baseline"
COUNTIES = {
    "Derby": 1,
    "Derbyshire": 8,
    "Leicester": 1,
    "Leicestershire": 7,
    "Lincolnshire": 7,
    "Northamptonshire": 7,
    "Nottingham": 1,
    "Nottinghamshire": 7,
    "Rutland": 1,
}
UNITARY = {"Derby", "Leicester", "Nottingham", "Rutland"}
SOURCES = ["giving", "earned", "statutory_grant", "contract", "lottery", "trust", "investment"]


@pytest.fixture(scope="module")
def places() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "places.csv")


@pytest.fixture(scope="module")
def activities() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "activities.csv")


@pytest.fixture(scope="module")
def income_mix() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "income_mix.csv")


@pytest.mark.parametrize("name", ["places", "activities", "beneficiaries", "income_mix", "floods"])
def test_every_row_is_complete_and_sourced_and_stands_once(name: str) -> None:
    table = pd.read_csv(FOLDER / f"{name}.csv")
    assert not table.isna().any().any()
    assert table.iloc[:, 0].is_unique
    assert set(table["grade"]) <= set("ABCD")
    assert table["source"].str.len().min() > 10


def test_forty_districts_stand_in_their_counties(places: pd.DataFrame) -> None:
    assert places["county"].value_counts().to_dict() == COUNTIES
    assert set(places.loc[places["kind"] == "unitary", "district"]) == UNITARY
    assert set(places["kind"]) == {"unitary", "county"}


def test_people_add_up_to_the_census_count_of_2001(places: pd.DataFrame) -> None:
    assert places["population_2001"].sum() == 4_172_179


@pytest.mark.parametrize(("column", "region"), [("pop65_share", 0.161), ("bme_share", 0.065), ("rural_share", 0.295)])
def test_shares_average_to_those_of_the_region(places: pd.DataFrame, column: str, region: float) -> None:
    mean = (places[column] * places["population_2001"]).sum() / places["population_2001"].sum()
    assert mean == pytest.approx(region, abs=5e-5)
    assert places[column].between(0, 1).all()


def test_shares_differ_between_places_as_the_sources_say(places: pd.DataFrame) -> None:
    of = places.set_index("district")
    assert of["bme_share"].idxmax() == "Leicester"
    assert of["pop65_share"].idxmax() == "East Lindsey"
    assert of["pop65_share"].nsmallest(2).index.tolist() == ["Nottingham", "Leicester"]
    rural = of["rural_share"].to_dict()
    assert rural["Rutland"] > rural["Melton"] > rural["Boston"] > 0.2
    assert rural["Derby"] < 0.1


def test_the_old_districts_of_northamptonshire_are_marked_as_judgements(places: pd.DataFrame) -> None:
    assert set(places.loc[places["county"] == "Northamptonshire", "grade"]) == {"D"}


def test_positions_lie_in_the_region(places: pd.DataFrame) -> None:
    assert places["latitude"].between(52.0, 53.6).all()
    assert places["longitude"].between(-2.0, 0.3).all()
    assert not places.duplicated(["latitude", "longitude"]).any()
    north = places.set_index("district")["latitude"].to_dict()
    assert north["West Lindsey"] > north["South Northamptonshire"] + 1


def test_activities_cover_the_sector_and_one_is_the_environment(activities: pd.DataFrame) -> None:
    assert activities["share_of_organisations"].sum() == pytest.approx(100)
    assert len(activities) <= 12
    assert (activities["share_of_organisations"] > 0).all()
    assert activities.loc[activities["environment"], "activity"].tolist() == ["Environment"]


def test_sources_of_income_add_up_in_every_size_band(income_mix: pd.DataFrame) -> None:
    assert income_mix["size"].tolist() == ["Under GBP 10k", "10k-100k", "100k-1m", "1m-10m", "Over 10m"]
    assert income_mix[SOURCES].sum(axis=1).to_numpy() == pytest.approx(1)
    assert (income_mix[SOURCES] > 0).all(axis=None)


def test_public_money_weighs_more_the_larger_the_organisation(income_mix: pd.DataFrame) -> None:
    assert income_mix["contract"].is_monotonic_increasing
    assert income_mix["investment"].is_monotonic_decreasing


@pytest.mark.parametrize("column", ["share_of_organisations", "share_of_need"])
def test_whom_organisations_serve_adds_up_to_everybody(column: str) -> None:
    assert pd.read_csv(FOLDER / "beneficiaries.csv")[column].sum() == 100
