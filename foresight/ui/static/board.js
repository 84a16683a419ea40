// The board: draws what Python sends. Charts are made once; afterwards only their records change.

const VEGA = "foresightVega"; // put there by the loader, see board.py
const SPECS = "foresightSpecs";
const READY = "foresight-ready";
const ROWS = "rows";
const COLUMNS = ["Without", "With plan", "Difference"];

const boards = new WeakMap();

export default function ({ data, parentElement }) {
  let board = boards.get(parentElement);
  if (!board) {
    board = new Board(parentElement);
    boards.set(parentElement, board);
  }
  board.show(data);
  return () => board.close();
}

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function loaded() {
  return new Promise((resolve) => {
    const look = () => window[VEGA] && window[SPECS] && resolve();
    window.addEventListener(READY, look);
    look();
  });
}

class Board {
  constructor(parent) {
    this.head = make("p", "fs-summary");
    this.head.setAttribute("role", "status");
    this.was = make("p", "fs-was", "Before the last change");
    this.list = make("div", "fs-charts");
    this.cards = make("div");
    this.root = make("div", "fs-board");
    this.root.append(this.was, this.head, this.list, this.cards);
    parent.append(this.root);
    this.charts = new Map();
    this.again = () => this.data && this.show(this.data); // the specifications have changed: another size of text
    window.addEventListener(READY, this.again);
  }

  show(data) {
    this.data = data;
    if (this.summary !== data.summary) this.head.textContent = this.summary = data.summary;
    if (this.html !== data.cards) this.cards.innerHTML = this.html = data.cards;
    const wanted = new Set(data.charts.map((one) => one.id));
    for (const [id, chart] of this.charts) {
      if (!wanted.has(id)) {
        chart.close();
        this.charts.delete(id);
      }
    }
    data.charts.forEach((one, place) => {
      let chart = this.charts.get(one.id);
      if (!chart) this.charts.set(one.id, (chart = new Chart()));
      if (this.list.children[place] !== chart.root) this.list.insertBefore(chart.root, this.list.children[place] ?? null);
      chart.show(one);
    });
    this.root.classList.toggle("fs-old", Boolean(data.old));
    this.root.dataset.shown = data.shown;
  }

  close() {
    window.removeEventListener(READY, this.again);
    for (const chart of this.charts.values()) chart.close();
    this.root.remove();
  }
}

class Chart {
  constructor() {
    this.root = make("section", "fs-chart");
    this.headline = make("h2", "fs-headline");
    this.path = make("p", "fs-path");
    this.pair = make("div", "fs-pair");
    this.plots = [new Plot("fs-paths"), new Plot("fs-difference")];
    this.pair.append(...this.plots.map((plot) => plot.root));
    this.details = make("details", "fs-numbers");
    this.summary = make("summary");
    this.details.append(this.summary);
    this.details.addEventListener("toggle", () => this.fill());
    this.root.append(this.headline, this.path, this.pair, this.details);
  }

  show(data) {
    this.data = data;
    this.headline.textContent = data.headline;
    this.path.textContent = data.path;
    this.summary.textContent = data.table;
    this.plots.forEach((plot, place) => plot.show(data.plots[place]));
    this.fill();
  }

  fill() {
    this.details.querySelector(".fs-table")?.remove();
    if (this.details.open) this.details.append(numbers(this.data));
  }

  close() {
    this.plots.forEach((plot) => plot.close());
    this.root.remove();
  }
}

class Plot {
  constructor(className) {
    this.root = make("figure", className);
    this.title = make("figcaption");
    this.picture = make("div"); // read aloud is its label, not the marks of the drawing one by one
    this.picture.setAttribute("role", "img");
    this.canvas = make("div", "fs-plot");
    this.canvas.setAttribute("aria-hidden", "true");
    this.picture.append(this.canvas);
    this.root.append(this.title, this.picture);
    this.working = Promise.resolve();
  }

  show(data) {
    this.title.textContent = data.title;
    this.picture.setAttribute("aria-label", data.alt);
    this.data = data;
    this.working = this.working.then(() => this.draw(data)).catch((error) => console.error(error));
  }

  async draw(data) {
    if (data !== this.data) return; // a later one is on its way
    await loaded();
    const spec = window[SPECS][data.spec];
    const rows = data.rows.map((row) => ({ ...row })); // Vega writes into what it is given
    if (this.spec === spec) {
      await this.result.view.data(ROWS, rows).runAsync();
    } else {
      this.result?.finalize();
      this.result = await window[VEGA](this.canvas, { ...spec, datasets: { [ROWS]: rows } }, { actions: false, renderer: "svg" });
      this.spec = spec;
    }
    this.root.dataset.drawn = String(performance.now());
  }

  close() {
    this.working.then(() => this.result?.finalize());
  }
}

function numbers(data) {
  const holder = make("div", "fs-table");
  holder.tabIndex = 0;
  holder.setAttribute("role", "region");
  holder.setAttribute("aria-label", data.table);
  const table = make("table");
  const head = table.createTHead().insertRow();
  for (const title of ["Year", ...COLUMNS]) {
    const cell = make("th", "", title);
    cell.scope = "col";
    head.append(cell);
  }
  const rows = data.rows.length ? data.rows : data.plots.flatMap((plot) => plot.rows);
  const body = table.createTBody();
  for (const [year, cells] of byYear(rows)) {
    const line = body.insertRow();
    const first = make("th", "", year);
    first.scope = "row";
    line.append(first);
    for (const title of COLUMNS) {
      const row = cells[title];
      line.append(make("td", "", row ? (row.low === row.high ? row.told : `${row.told} (${row.band})`) : ""));
    }
  }
  holder.append(make("p", "fs-path", data.note), table);
  return holder;
}

function byYear(rows) {
  const years = new Map();
  for (const row of rows) {
    if (!years.has(row.year)) years.set(row.year, {});
    years.get(row.year)[row.arm ?? COLUMNS[2]] = row;
  }
  return [...years].sort(([one], [other]) => one - other);
}
