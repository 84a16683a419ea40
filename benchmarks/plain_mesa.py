"""The plain Mesa model: the model's rules with one Python object an organisation, the yardstick for speed.

The world, the funding pools and the making of organisations are the same code as the columnar model's; everything that an
organisation does, or that is done with organisations one after the other, is written here, in `plain_organisation` and in
`plain_network`.
"""

import math
from collections.abc import Iterable, Iterator

import mesa

from benchmarks.luck import Luck, SharedLuck
from benchmarks.plain_merging import merge
from benchmarks.plain_network import Network
from benchmarks.plain_organisation import Organisation
from benchmarks.plain_people import Recruits
from foresight.model.adjustments import Adjustments
from foresight.model.institutions import FundingPool, SupportBody, open_year
from foresight.model.moment import Moment, World
from foresight.model.processes import awards, founding, services, volunteering
from foresight.model.sector import Setting
from foresight.population.columns import MILLION, QUARTERS, Award, Population, Practice
from foresight.population.people import core_renewal, older_newcomers


class PlainSector(mesa.Model):  # type: ignore[misc]  # mesa ships no types
    """The sector without a plan, organisation by organisation.

    Parameters
    ----------
    setting : Setting
        Baseline, the world's path and founders, as for the columnar model.
    luck : Luck, optional
        Where draws come from; without it Mesa's shared stream.
    """

    def __init__(self, setting: Setting, luck: Luck | None = None) -> None:
        super().__init__(rng=0)
        self.setting, self.baseline, self.quarter = setting, setting.baseline, 0
        self.luck: Luck = SharedLuck(self.random) if luck is None else luck
        places = self.baseline.places
        self.county = self.baseline.county_of_district.tolist()
        self.environmental = [float(flag) for flag in self.baseline.activities["environment"]]
        self.freed_giving = self.freed_earned = 0.0
        self.public_trust = setting.worlds[0].trust
        self.closed: list[Organisation] = []
        self.enter(setting.founders)
        self.pools = self._pools(len(self.baseline.counties))
        self.support_bodies = [SupportBody(self, district) for district in range(len(places))]
        self.district_losses = self._losses()
        self.moment = self._moment()
        self.network = Network(self.baseline, self.luck)
        self.network.found(self.organisations, self.moment)
        self.receive_support()
        self.serve()
        self.organisations.do("speak", self.moment)

    @property
    def organisations(self) -> mesa.agent.AgentSet:
        """Return the open organisations, as Mesa keeps them."""
        return self.agents_by_type[Organisation]

    def step(self) -> None:
        """Carry the sector through one quarter, in the order of the columnar model."""
        self.quarter += 1
        moment = self.moment = self._moment()
        if moment.opens_year:
            self.turn_of_year()
            self.change_giving()
            self.renew_boards()
            self.organisations.do("resize_posts", moment)
        self.make_awards()
        self.receive()
        self.organisations.do("suffer", moment)
        self.spend()
        self.employ()
        self.volunteer()
        self.close()
        self.move_public_trust()
        if moment.closes_year:
            self.merge()
            self.take_up_ict()
            self.network.meet(self.organisations, moment, self.baseline.ties.meetings)
            self.network.collaborate(self.organisations, moment)
            self.spread_practices()
            self.receive_support()
            self.build_capacity()
            self.serve()
            self.organisations.do("meet_funders", moment)
            self.organisations.do("speak", moment)

    # Entry and exit ---------------------------------------------------------------------------------------------------------

    def enter(self, population: Population) -> None:
        """Take in organisations from the rows of a population."""
        columns = population.arrays()
        values = [column.T.tolist() for column in columns.values()]
        for row in zip(*values, strict=True):
            Organisation(self, dict(zip(columns, row, strict=True)))

    def turn_of_year(self) -> None:
        """Clear the year's accounts, let new organisations start, and let pools open their year."""
        moment, layout = self.moment, self.setting.layout
        self.organisations.do("open_year", moment)
        self.closed.clear()
        registered = sum(organisation.weight for organisation in self.organisations if organisation.registered)
        groups = sum(organisation.weight for organisation in self.organisations if not organisation.registered)
        starting = layout.entrants(self.quarter // QUARTERS, *founding.births(moment, layout, registered, groups))
        self.enter(self.setting.entrants.rows(starting))
        open_year(self.pools, self.support_bodies, moment)

    def close(self) -> None:
        """Let organisations close; what their donors and customers gave and paid is free for others."""
        closing = [organisation for organisation in self.organisations if organisation.closes(self.moment)]
        for organisation in closing:
            self.freed_giving += organisation.weight * organisation.giving
            self.freed_earned += organisation.weight * organisation.earned
            organisation.remove()
        self.closed += closing
        self.network.drop_closed()

    def move_public_trust(self) -> None:
        """Let public trust recover towards the future's path, and fall with scandals."""
        numbers, moment = self.baseline.standing, self.moment
        self.public_trust += (1 - (1 - numbers.trust_recovery) ** (1 / QUARTERS)) * (moment.world.trust - self.public_trust)
        known = [organisation for organisation in self.organisations if organisation.registered]
        practise = sum(organisation.weight for organisation in known if organisation.has(Practice.TRANSPARENCY))
        share = practise / max(sum(organisation.weight for organisation in known), 1e-9)
        self.public_trust += numbers.transparency_gain / QUARTERS * share - moment.shocks.scandal
        self.public_trust = min(max(self.public_trust, 0.0), 10.0)

    def merge(self) -> None:
        """Let tied organisations merge."""
        givers = merge(self.network.ties, self.moment, self.luck, self.county)
        for organisation in givers:
            organisation.remove()
        self.closed += givers
        self.network.drop_closed()

    # Money ------------------------------------------------------------------------------------------------------------------

    def change_giving(self) -> None:
        """Move giving and earned income once a year, the money freed by last year's closures included."""
        moment, numbers = self.moment, self.baseline.money
        world, start, before = moment.world, moment.start, moment.year_ago
        giving = sum(organisation.weight * organisation.giving for organisation in self.organisations)
        earned = sum(organisation.weight * organisation.earned for organisation in self.organisations)
        given = math.log1p(numbers.freed_returns * self.freed_giving / max(giving, 1.0))
        given += world.don_g / 100 + numbers.giving_trust * (moment.public_trust - start.trust)
        given += numbers.legacies_follow_age * math.log(world.pop65 / before.pop65)
        economy = math.log1p(numbers.freed_returns * self.freed_earned / max(earned, 1.0))
        economy += numbers.earned_follows_economy * math.log(world.rgdp / before.rgdp)
        greener = numbers.giving_environment * (world.env_conc - start.env_conc)
        for organisation in self.organisations:
            organisation.change_giving(moment, given + greener * self.environmental[organisation.activity], economy)
        self.freed_giving = self.freed_earned = 0.0
        self.attract()

    def attract(self) -> None:
        """Let organisations attract giving; a share of what all of them gain is taken from everybody's giving."""
        before = sum(organisation.weight * organisation.giving for organisation in self.organisations)
        for organisation in self.organisations:
            organisation.giving *= math.exp(organisation.pull_of_giving(self.moment))
        after = sum(organisation.weight * organisation.giving for organisation in self.organisations)
        left = 1 - self.baseline.money.giving_displaced * (after - before) / max(after, 1)
        for organisation in self.organisations:
            organisation.giving *= left

    def receive(self) -> None:
        """Let everybody take in the quarter's income."""
        world = self.moment.world
        relief, interest = 1 + world.tax / 100, max(world.inv_r, 0.0) / 100
        trade = max(1 - self.baseline.shocks.pandemic_earned * self.moment.shocks.pandemic, 0.0)
        self.organisations.do("receive", relief, interest, trade)

    def spend(self) -> None:
        """Let everybody pay the quarter's cost."""
        moment = self.moment
        dearer = self.baseline.money.non_staff_share * moment.world.env_cost / 100
        follow = 1 - (1 - self.baseline.money.cost_adjustment) ** (1 / QUARTERS)
        self.organisations.do("spend", moment, dearer, follow)

    def make_awards(self) -> None:
        """End, cut and make awards, kind by kind and pool by pool."""
        everybody = list(self.organisations)
        by_county: list[list[Organisation]] = [[] for _ in range(max(self.county) + 1)]
        for organisation in everybody:
            organisation.bid_cost = 0.0
            by_county[self.county[organisation.district]].append(organisation)
        for kind in Award:
            pools = [pool for pool in self.pools if pool.kind is kind]
            competitors = by_county if kind in awards.PLACED else [everybody]
            for pool, bidders in zip(pools, competitors, strict=True):
                self._pay(pool, bidders)
        self.organisations.do("answer_grants", self.moment)

    def _pay(self, pool: FundingPool, competitors: list[Organisation]) -> None:
        """Pay what a pool has promised, cut where it shrank, then what is left down the ranking of bids."""
        kind, moment, committed = pool.kind, self.moment, 0.0
        growth = pool.growth(moment)
        for organisation in competitors:
            if organisation.award_end[kind] < moment.step:
                organisation.award[kind] = 0.0
            committed += organisation.award[kind] * organisation.weight
        budget = pool.base * growth
        if committed > budget:
            for organisation in competitors:
                organisation.award[kind] *= budget / committed
        left = max(budget - committed, 0)
        for asked, organisation in self._ranking(kind, competitors, growth):
            paid = min(asked, left / organisation.weight)
            if paid >= self._least(kind):
                left -= paid * organisation.weight
                organisation.wins(kind, paid, moment)

    def _least(self, kind: Award) -> float:
        """Return the smallest award of a kind, GBP a year."""
        numbers = self.baseline.money
        return numbers.smallest_contract / Organisation.fitting(self.moment) if kind is Award.CONTRACT else numbers.smallest_lot

    def _ranking(self, kind: Award, competitors: Iterable[Organisation], growth: float) -> Iterator[tuple[float, Organisation]]:
        """Yield the sums asked for and who asks, the best bid first."""
        moment, bids = self.moment, []
        for organisation in competitors:
            if organisation.bids(kind, moment.step):
                asked = organisation.asks(kind, growth, moment)
                if asked > 0:
                    bids.append((-organisation.standing(kind, moment), organisation.identity, asked, organisation))
        bids.sort()
        return ((asked, organisation) for _, _, asked, organisation in bids)

    # People -----------------------------------------------------------------------------------------------------------------

    def employ(self) -> None:
        """Let staff leave and posts be filled."""
        moment, numbers = self.moment, self.baseline.people
        outside = moment.world.rgdp / moment.start.rgdp
        wage = outside**numbers.wages_follow_economy
        behind = max(1 - wage / outside, 0)
        self.organisations.do("employ", moment, wage, max(1 - numbers.pay_gap_slows * behind, 0))

    def renew_boards(self) -> None:
        """Let trustees come and go, then chairs."""
        growth = self.moment.world.bme / self.moment.start.bme
        community = [min(share * growth, 1) for share in self.baseline.places["bme_share"].tolist()]
        for organisation in self.organisations:
            organisation.renew_boards(self.moment, community[organisation.district])
            organisation.seat_chairs(self.moment)

    def volunteer(self) -> None:
        """Let volunteers leave, and share each district's newcomers out by attraction."""
        moment, world, start = self.moment, self.moment.world, self.moment.start
        greener = self.baseline.volunteering.environment_pull * (world.env_conc - start.env_conc)
        pulls = [body.pull(moment, greener * self.environmental[body.activity]) for body in self.organisations]
        total = self._by_district((pull * body.weight, body) for pull, body in zip(pulls, self.organisations, strict=True))
        shares = older_newcomers(self.baseline, world.pop65 / start.pop65).tolist()
        supply = volunteering.supply(moment).tolist()
        recruits = [
            Recruits(losses * rate / QUARTERS / max(drawn, 1e-9), older)
            for losses, rate, drawn, older in zip(self.district_losses, supply, total, shares, strict=True)
        ]
        renewal = core_renewal(self.baseline)
        for organisation, pull in zip(self.organisations, pulls, strict=True):
            organisation.volunteer(moment, pull, recruits[organisation.district], renewal)

    def _losses(self) -> list[float]:
        """Return how many volunteers each district loses in a year like 2002."""
        numbers = self.baseline.volunteering
        leaving = ((body.volunteers - (1 - numbers.older_leaving) * body.older) * body.weight for body in self.organisations)
        return self._by_district((numbers.leaving * lost, body) for lost, body in zip(leaving, self.organisations, strict=True))

    # Capacity, and what the rules above share -----------------------------------------------------------------------------------

    def take_up_ict(self) -> None:
        """Let organisations begin to use ICT well, or cease to, by how many do now."""
        weight = sum(organisation.weight for organisation in self.organisations)
        users = sum(organisation.weight * organisation.ict for organisation in self.organisations) / max(weight, 1e-9)
        self.organisations.do("take_up_ict", self.moment, users)

    def spread_practices(self) -> None:
        """Let practices spread from outside and over ties, everybody's at once."""
        moment = self.moment
        found = [organisation.changed_practices(moment, *organisation.heard_of()) for organisation in self.organisations]
        for organisation, practices in zip(self.organisations, found, strict=True):
            organisation.practices = practices

    def receive_support(self) -> None:
        """Let support bodies reach whom they reach."""
        reach = [body.reach(self.moment) for body in self.support_bodies]
        for organisation in self.organisations:
            organisation.receive_support(self.moment, reach[organisation.district])

    def build_capacity(self) -> None:
        """Move everybody's capacity at once, so that nobody learns from what a partner learned this year."""
        grown = [organisation.grown_capacity(self.moment) for organisation in self.organisations]
        for organisation, capacity in zip(self.organisations, grown, strict=True):
            organisation.capacity = capacity

    def serve(self) -> None:
        """Write everybody's output, and the sums by district and by whom it is for."""
        path = self.setting.trajectories["rgdp"][: self.quarter + 1].tolist()
        need = services.needed(self.moment, 1 - path[-1] / max(path))
        groups = need.shape[1]
        self.output = [[0.0] * groups for _ in self.county]
        wide = [0.0] * groups
        for organisation in self.organisations:
            organisation.serve(self.baseline)
            beyond = self.baseline.services.reach_beyond if organisation.spending >= MILLION else 0
            made = organisation.weight * organisation.output
            self.output[organisation.district][organisation.beneficiary] += made * (1 - beyond)
            wide[organisation.beneficiary] += made * beyond
        for group in range(groups):
            total = float(need[:, group].sum())
            for district, row in enumerate(self.output):
                row[group] += wide[group] * float(need[district, group]) / max(total, 1e-9)

    def _by_district(self, amounts: Iterable[tuple[float, Organisation]]) -> list[float]:
        """Return the sum of an amount in each district."""
        total = [0.0] * len(self.county)
        for amount, organisation in amounts:
            total[organisation.district] += amount
        return total

    def _pools(self, counties: int) -> list[FundingPool]:
        """Create the pools, each as large as the awards it pays in 2002."""
        pools = []
        for kind in Award:
            bases = [0.0] * (counties if kind in awards.PLACED else 1)
            for organisation in self.organisations:
                pool = self.county[organisation.district] if kind in awards.PLACED else 0
                bases[pool] += organisation.award[kind] * organisation.weight
            pools += [FundingPool(self, kind, base, 100 * kind + number) for number, base in enumerate(bases)]
        return pools

    def _moment(self) -> Moment:
        """Return the quarter: the world now, a year ago and in 2002, and no adjustments."""
        paths, step, setting = self.setting.trajectories, self.quarter, self.setting
        return Moment(
            step=step,
            world=World.at(paths, step),
            year_ago=World.at(paths, max(step - QUARTERS, 0)),
            start=World.at(paths, 0),
            baseline=self.baseline,
            draws=setting.draws,
            shocks=setting.shocks[step],
            public_trust=self.public_trust,
            levers=Adjustments(),
        )
