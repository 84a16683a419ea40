"""The sector: a Mesa model whose organisations are columns and whose institutions are Mesa agents."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import mesa
import numpy as np
from mesa.datacollection import DataCollector
from numpy.typing import NDArray

from foresight.indicators.measures import Figures, YearEnd
from foresight.indicators.reading import Reader
from foresight.indicators.segments import Segments
from foresight.model.adjustments import Adjustments
from foresight.model.institutions import FundingPool, SupportBody, open_year
from foresight.model.membership import Membership
from foresight.model.moment import Moment, World
from foresight.model.processes import (
    awards,
    barriers,
    boards,
    capacity,
    closing,
    collaboration,
    diffusion,
    founding,
    mandates,
    meeting,
    merging,
    money,
    people,
    services,
    setbacks,
    support,
    trust,
    voice,
    volunteering,
)
from foresight.model.programme import NO_PROGRAMME, LeadershipGroup, Programme
from foresight.model.shocks import Shocks, calendar
from foresight.model.sound import check_reading, sound
from foresight.model.ties import Ties
from foresight.population.baseline import Baseline, shares_of
from foresight.population.columns import QUARTERS, Award, Floats, Population
from foresight.population.synthesis import Layout, founders
from foresight.randomness import Draws
from foresight.scenario.events import Event

QUARTERS_SIMULATED = 80  # 2003-Q1 to 2022-Q4


@dataclass(frozen=True)
class Setting:
    """What both arms of a pair share: baseline, the world's path, draws, founders, and everybody who could start later.

    Parameters
    ----------
    trajectories : mapping
        Driver trajectories, float64 arrays of shape (81,).
    shocks : tuple of Shocks
        What strikes from outside in each step.
    """

    baseline: Baseline
    trajectories: Mapping[str, NDArray[np.float64]]
    draws: Draws
    layout: Layout
    founders: Population
    entrants: Population
    shocks: tuple[Shocks, ...]

    @classmethod
    @sound()
    def of(
        cls,
        baseline: Baseline,
        trajectories: Mapping[str, NDArray[np.float64]],
        draws: Draws,
        scale: float,
        events: Sequence[Event] = (),
    ) -> "Setting":
        """Return the setting of a replicate at a scale; `events` are those that the future names.

        Raises
        ------
        NoValueError
            Where the numbers are so extreme that the founders cannot be worked out.
        """
        layout = Layout.of(baseline, scale)
        entrants = founding.entrants(baseline, draws, layout, trajectories["bme"])
        shocks = calendar(baseline, events, draws, QUARTERS_SIMULATED)
        return cls(baseline, trajectories, draws, layout, founders(baseline, draws, scale), entrants, shocks)

    @cached_property
    def worlds(self) -> list[World]:
        """Return the world of every step."""
        return [World.at(self.trajectories, step) for step in range(QUARTERS_SIMULATED + 1)]


class SectorModel(mesa.Model):  # type: ignore[misc]  # mesa ships no types
    """The voluntary sector of a region under one future, with the actions of one plan (or none).

    Parameters
    ----------
    setting : Setting
        Shared by both arms; the model works on a copy of its founders.
    programme : Programme
        The plan, ready to act; empty for the arm without one.
    membership : Membership
        For the arm without a plan of a pair: who joined when in the other arm. Otherwise this arm writes its own.

    Notes
    -----
    No process uses Mesa's own random numbers: every draw is keyed by its event (see `foresight.randomness`).

    Attributes
    ----------
    public_trust : float
        How far people trust charities, 0-10 (M13).
    defaulted : float
        GBP that organisations which closed in the quarter left unpaid to the sector's credit union.
    merged : Merged
        The mergers of the last year.
    read : float64 array, shape (indicators, segments)
        The indicators at the end of the last year, in the order of `INDICATORS`.
    """

    @sound()
    def __init__(self, setting: Setting, programme: Programme = NO_PROGRAMME, membership: Membership | None = None) -> None:
        super().__init__(rng=0)
        self.setting, self.baseline, self.quarter = setting, setting.baseline, 0
        self.population = setting.founders.copy()
        identities = setting.layout.identities(QUARTERS_SIMULATED // QUARTERS)
        self.membership = membership or Membership.none(identities)
        self.output_before = np.zeros(identities, dtype=np.float32)
        places = self.baseline.places
        self.environmental: Floats = shares_of(self.baseline)["activities"]["environment"].astype(np.float32)
        self.freed = closing.Freed()
        self.public_trust = self.setting.worlds[0].trust
        self.defaulted, self.merged = 0.0, merging.Merged()
        self.leadership = LeadershipGroup(self, programme, self.membership.since.size)
        self.pools = self._pools(len(self.baseline.counties))
        self.pool_bases = np.array([pool.base for pool in self.pools])
        ends = np.cumsum(np.bincount([pool.kind for pool in self.pools])).tolist()
        self.pools_of = {kind: slice(*span) for kind, span in zip(Award, pairwise([0, *ends]), strict=True)}
        self.support_bodies = [SupportBody(self, district) for district in range(len(places))]
        self.district_losses = volunteering.usual_losses(self.population, self.baseline)
        self.segments = Segments.of(self.baseline)
        self.reader = Reader(self.segments)
        self.moment = self._moment()
        self.ties, self.joint_outcomes = self._founding_ties(), collaboration.Outcomes()
        support.support(self.population, self.moment, self.support_bodies)
        self.services = services.serve(self.population, self.moment, self._recession())
        voice.raise_voices(self.population, self.moment)
        barriers.write_barriers(self.population, self.moment)
        self.datacollector = DataCollector(model_reporters={"indicators": "read"})
        self._read()

    @sound()
    def step(self) -> None:
        """Carry the sector through one quarter, in this order."""
        self.quarter += 1
        moment = self.moment = self._moment()
        if moment.opens_year:
            self._turn_of_year(moment)
        self.leadership.act(self.population, moment)
        self.membership.record(self.population, moment.year)
        if moment.opens_year:
            money.change_giving(self.population, moment, self.environmental, self.freed)
            self.freed = closing.Freed()
            boards.renew_boards(self.population, moment)
            people.resize_posts(self.population, moment)
        bid_costs = awards.awards(self.population, moment, self._budgets(moment), self.baseline.county_of_district)
        money.receive(self.population, moment)
        money.spend(self.population, moment, bid_costs + setbacks.setbacks(self.population, moment))
        people.employ(self.population, moment)
        volunteering.volunteer(self.population, moment, self.district_losses, self.environmental)
        gone = closing.close(self.population, moment)
        self.freed, self.defaulted = self.freed.plus(gone), gone.unpaid
        self.public_trust = trust.move_public_trust(self.public_trust, moment, self.population)
        if moment.closes_year:
            self._close_year(moment)

    def years(self) -> Iterator[int]:
        """Carry the sector to the end of 2022, and pause at the end of every year (1 for 2003)."""
        while self.quarter < QUARTERS_SIMULATED:
            self.step()
            if self.moment.closes_year:
                yield self.moment.year

    def run_to_end(self) -> None:
        """Carry the sector to the end of 2022."""
        for _ in self.years():
            pass

    def _turn_of_year(self, moment: Moment) -> None:
        """Clear the year's accounts, let new organisations start, and let pools open their year."""
        population = self.population
        if self.quarter > 1:
            population.income_before = population.income_year
        population.income_year = np.zeros_like(population.income_year)
        population.leavers = np.zeros_like(population.leavers)
        population.volunteers_left = np.zeros_like(population.volunteers_left)
        remaining = population.open
        registered = float(population.weight[remaining & population.registered].sum(dtype=np.float64))
        groups = float(population.weight[remaining & ~population.registered].sum(dtype=np.float64))
        layout = self.setting.layout
        starting = layout.entrants(self.quarter // QUARTERS, *founding.births(moment, layout, registered, groups))
        self.population = population.followed_by(np.flatnonzero(remaining), self.setting.entrants, starting)
        barriers.write_for_the_last(self.population, moment, starting.size)
        self.ties = self.ties.among(self.population)
        open_year(self.pools, self.support_bodies, moment)

    def _close_year(self, moment: Moment) -> None:
        """Let organisations meet, agree and learn, then read the indicators."""
        ties = self.ties.among(self.population)
        self.merged = merging.merge(self.population, moment, ties, self.baseline.county_of_district)
        diffusion.take_up_ict(self.population, moment)
        ties = meeting.meet(self.population, moment, ties.among(self.population) if self.merged.mergers else ties)
        ties = meeting.meet_in_clusters(self.population, moment, ties)
        ties = mandates.mandate(self.population, moment, meeting.meet_by_ict(self.population, moment, ties))
        self.ties, self.joint_outcomes = collaboration.collaborate(self.population, moment, ties)
        diffusion.spread_practices(self.population, moment, self.ties)
        support.support(self.population, moment, self.support_bodies)
        capacity.build_capacity(self.population, moment, self.ties)
        self.services = services.serve(self.population, moment, self._recession())
        trust.move_funders_trust(self.population, moment)
        voice.raise_voices(self.population, moment)
        voice.drift(self.population, moment)
        barriers.write_barriers(self.population, moment)
        self._read()

    def _read(self) -> None:
        """Read every indicator in every segment and let Mesa's collector keep them."""
        population, moment = self.population, self.moment
        year = YearEnd(
            population,
            moment.step,
            capacity=awards.able(population, moment),
            member=self.membership.flags(population, moment.year),
            world=vars(moment.world),
            start=vars(moment.start),
            levers=vars(moment.levers),
            baseline=self.baseline,
            figures=self._figures(),
        )
        self.read = self.reader.read(year)
        check_reading(self.read)
        self.output_before[population.identity] = population.output
        self.datacollector.collect(self)

    def _figures(self) -> Figures:
        """Return what the sector as a whole comes to."""
        ended, succeeded = sum(self.joint_outcomes), self.joint_outcomes.succeeded + self.joint_outcomes.mandated_succeeded
        return Figures(
            public_trust=self.public_trust,
            need=self.services.need,
            output=self.services.output,
            joint_success=succeeded / ended if ended else float("nan"),
            output_before=self.output_before.take(self.population.identity),
        )

    def _moment(self) -> Moment:
        worlds, step = self.setting.worlds, self.quarter
        return Moment(
            step=step,
            world=worlds[step],
            year_ago=worlds[max(step - QUARTERS, 0)],
            start=worlds[0],
            baseline=self.baseline,
            draws=self.setting.draws,
            levers=Adjustments(),
            shocks=self.setting.shocks[step],
            public_trust=self.public_trust,
        )

    def _recession(self) -> float:
        """Return how far regional income is below its highest since 2002, 0-1."""
        path = self.setting.trajectories["rgdp"][: self.quarter + 1]
        return float(1 - path[-1] / path.max())

    def _pools(self, counties: int) -> list[FundingPool]:
        """Create the pools, each as large as the awards it pays in 2002."""
        population, pools = self.population, []
        county = self.baseline.county_of_district.take(population.district)
        for kind in Award:
            where = county if kind in awards.PLACED else np.zeros_like(county)
            count = counties if kind in awards.PLACED else 1
            bases = np.bincount(where, weights=population.award[kind] * population.weight, minlength=count)
            pools += [FundingPool(self, kind, float(base), 100 * kind + number) for number, base in enumerate(bases)]
        return pools

    def _budgets(self, moment: Moment) -> dict[Award, awards.Budgets]:
        """Return what the pools of each kind can pay this quarter, at a year's rate."""
        growth = np.array([pool.growth(moment) for pool in self.pools])
        paid = self.pool_bases * growth
        made = {kind: awards.Budgets(paid[span], growth[span]) for kind, span in self.pools_of.items()}
        regeneration = made[Award.REGENERATION].year
        np.maximum(regeneration - moment.levers.projects_diverted, 0, out=regeneration)
        return made

    def _founding_ties(self) -> Ties:
        """Return the network of 2002: some rounds of meetings, and the joint projects under way."""
        ties = mandates.mandate(self.population, self.moment, meeting.first_meetings(self.population, self.moment))
        collaboration.found_projects(self.population, self.moment, ties)
        return ties
