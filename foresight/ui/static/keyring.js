// The keyring: the browser of whoever opened a room keeps its key, so that a reload, another tab or a restart finds it again.

const NAME = "foresight-room-keys";
const MOST = 20; // rooms; the oldest are let go

const told = new WeakMap();

function held() {
  try {
    return JSON.parse(localStorage.getItem(NAME)) ?? {};
  } catch {
    return {}; // not ours, or not allowed to keep anything
  }
}

function keep(keys) {
  try {
    localStorage.setItem(NAME, JSON.stringify(Object.fromEntries(Object.entries(keys).slice(-MOST))));
  } catch {
    // a browser that keeps nothing: the key in the file remains
  }
}

export default function ({ data, parentElement, setStateValue }) {
  const keys = { ...held(), ...data.keep };
  for (const code of data.forget) delete keys[code];
  if (data.forget.length || Object.keys(data.keep).length) keep(keys);
  const found = data.ask ? (keys[data.ask] ?? null) : null;
  const last = told.get(parentElement) ?? null;
  if (found === last) return;
  told.set(parentElement, found);
  setStateValue("key", found);
}
