"""The tables of `runs.sqlite`, the catalogue of a batch."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS experiments (
    experiment TEXT PRIMARY KEY,  -- its id
    title TEXT NOT NULL,
    described TEXT NOT NULL,      -- the whole experiment, as JSON
    asked TEXT NOT NULL,          -- when it was last asked for (UTC)
    python TEXT NOT NULL,
    numpy TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS inputs (
    inputs TEXT NOT NULL,         -- what a set of inputs is known by
    name TEXT NOT NULL,           -- such as `future trend`
    sha256 TEXT NOT NULL,         -- of what it says
    PRIMARY KEY (inputs, name)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS design_points (
    design_point INTEGER PRIMARY KEY,
    identity TEXT NOT NULL UNIQUE, -- the hash of all that its numbers follow from, but the replicate
    future TEXT NOT NULL,
    plan TEXT NOT NULL,
    strength TEXT NOT NULL,
    assumptions TEXT NOT NULL,    -- JSON: path to value
    seed INTEGER NOT NULL,
    scale REAL NOT NULL,
    inputs TEXT NOT NULL,
    model_version TEXT NOT NULL,
    model_code TEXT NOT NULL      -- the hash of the source files that decide numbers
);
CREATE TABLE IF NOT EXISTS layout (
    experiment TEXT NOT NULL,
    sample INTEGER NOT NULL,      -- its place in the design, from 0
    future TEXT NOT NULL,
    plan TEXT NOT NULL,
    strength TEXT NOT NULL,
    design_point INTEGER NOT NULL,
    PRIMARY KEY (experiment, sample, future, plan, strength)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS run_states (
    run INTEGER PRIMARY KEY,
    design_point INTEGER NOT NULL,
    replicate INTEGER NOT NULL,
    turn INTEGER NOT NULL,        -- runs of one turn share a world; turns are taken in order
    status TEXT NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'running', 'done', 'failed')),
    attempts INTEGER NOT NULL DEFAULT 0,
    seconds REAL,                 -- of the run with the plan
    twin_seconds REAL,            -- of what the plans of a turn share: the founders and the run without
    worker TEXT,
    ended TEXT,                   -- when (UTC)
    file TEXT,                    -- its table, as seen from the folder
    bytes INTEGER,
    error TEXT,
    UNIQUE (design_point, replicate)
);
CREATE INDEX IF NOT EXISTS by_status ON run_states (status, turn);
CREATE VIEW IF NOT EXISTS runs AS
    SELECT run, design_point, replicate, status, future, plan, strength, assumptions, seed, scale, inputs, model_version,
           model_code, attempts, seconds, twin_seconds, worker, ended, file, error
    FROM run_states JOIN design_points USING (design_point);
CREATE VIEW IF NOT EXISTS assumptions AS
    SELECT design_point, key AS path, value FROM design_points, json_each(design_points.assumptions);
"""
