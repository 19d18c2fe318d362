// A run as it goes: figures and chart follow the events that the server streams.

import { renew } from "./anew.js";
import { draw } from "./chart.js";

const live = document.getElementById("live");
const SAY_EVERY = 10_000;
const RENEW_EVERY = 10_000;

const figure = (value) => (value === null || value === undefined ? "–" : Math.round(value).toLocaleString("en-GB"));
const percent = (value) => (value === null || value === undefined ? "–" : `${(value * 100).toFixed(1)} %`);

function duration(seconds) {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

function put(name, text) {
  for (const place of document.querySelectorAll(`[data-live="${name}"]`)) place.textContent = text;
}

const moments = [];
let waiting = false;
let said = 0;
let renewed = 0;

function show() {
  waiting = false;
  const now = moments[moments.length - 1];
  if (!now) return;
  draw(live.querySelector("[data-chart]"), moments);
  if (!live.dataset.events) return;
  put("unplaced", figure(now.unplaced));
  put("unplaced_bound", figure(now.unplaced_bound));
  put("penalty", figure(now.penalty));
  put("bound", figure(now.bound));
  put("gap", percent(now.gap));
  put("seconds", duration(now.seconds));
  put("phase", now.phase ?? "");
  if (Date.now() - said > SAY_EVERY) {
    said = Date.now();
    put("said", `${figure(now.unplaced)} unplaced, ${figure(now.penalty)} points, gap ${percent(now.gap)}.`);
  }
}

function take(moment) {
  moments.push(moment);
  if (!waiting) {
    waiting = true;
    requestAnimationFrame(show);
  }
}

async function history() {
  try {
    const answer = await fetch(live.dataset.history, { headers: { Accept: "application/json" } });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null; // the server is away: the figures of the page stay, and events may come yet
  }
}

async function begin() {
  const known = await history();
  if (known) {
    moments.push(...known.moments);
    show();
  }
  if (live.dataset.events) listen(known ? known.last_event : 0);
}

const sum = (counts) => (counts ? counts.reduce((all, one) => all + one, 0) : null);

const SAID = {
  claimed: "A worker has taken it.",
  lost: "Its worker died; another takes it over.",
  "given-back": "It waits for another worker.",
};

function anew() {
  renewed = Date.now();
  renew();
}

function listen(after) {
  const source = new EventSource(live.dataset.events);
  // The stream begins at the beginning; what the history had is known already.
  const isNew = (event) => Number(event.lastEventId) > after;
  source.addEventListener("progress", (event) => {
    if (!isNew(event)) return;
    const body = JSON.parse(event.data);
    take({ ...body, unplaced: sum(body.unplaced) });
    if (Date.now() - renewed > RENEW_EVERY) anew();
  });
  // State, times and the link may be from before what the history had: they are read anew for both.
  source.addEventListener("best", () => {
    if (live.dataset.best) put("phase", live.dataset.best);
    anew();
  });
  for (const [kind, text] of Object.entries(SAID)) {
    source.addEventListener(kind, (event) => {
      if (isNew(event)) put("phase", text);
      anew();
    });
  }
  for (const kind of ["done", "failed", "stopped"]) {
    source.addEventListener(kind, () => {
      source.close();
      location.reload();
    });
  }
  source.addEventListener("error", () => {
    if (source.readyState !== EventSource.CLOSED) put("phase", "Reconnecting; the figures are from before.");
  });
}

if (live) begin();
