// The board as it goes: figures follow what the server streams, a screen reader hears seldom.

const board = document.getElementById("board");
const SAY_EVERY = 10_000;
const MISSING = 5;

const figure = (value) => value.toLocaleString("en-GB");
const put = (name, text) => {
  for (const place of board.querySelectorAll(`[data-live="${name}"]`)) place.textContent = text;
};

const rows = new Map([...board.querySelectorAll("[data-row]")].map((row) => [row.dataset.row, row]));
const pins = new Map([...board.querySelectorAll("[data-pin]")].map((pin) => [pin.dataset.pin, pin]));
const calls = new Map([...board.querySelectorAll("[data-alert]")].map((row) => [row.dataset.alert, row]));
let known = null;
let said = 0;
let waiting = null;

function showRow(id, counts) {
  const row = rows.get(id);
  if (row) {
    row.querySelectorAll("td").forEach((cell, n) => {
      cell.textContent = counts[n] ? figure(counts[n]) : "";
    });
    row.classList.toggle("wrong", counts[MISSING] > 0);
  }
  const pin = pins.get(id);
  if (pin) {
    const all = counts.reduce((sum, one) => sum + one, 0);
    const name = pin.querySelector("title").textContent.split(":")[0];
    const text = `${name}: ${counts[MISSING]} missing of ${all}`;
    pin.classList.toggle("wrong", counts[MISSING] > 0);
    pin.querySelector("text").textContent = counts[MISSING] ? `!${counts[MISSING]}` : "";
    pin.querySelector("title").textContent = text;
    pin.setAttribute("aria-label", text);
  }
}

function showOver(row, isOver) {
  // A row stays where it is: somebody may be reading it, or have just called.
  if (isOver === row.classList.contains("over")) return;
  if (isOver && row.querySelector("form")?.contains(document.activeElement)) row.querySelector("a").focus();
  row.classList.toggle("over", isOver);
  row.querySelector("[data-over]")?.remove();
  if (!isOver) return;
  const text = document.createElement("strong");
  text.dataset.over = "";
  text.textContent = "Over: somebody knows by now where they are.";
  row.append(text);
}

function showCalls(now) {
  const all = now.calls && new Set(now.calls);
  const ended = new Set(now.ended);
  for (const [key, row] of calls) {
    if (all) showOver(row, !all.has(key));
    else if (ended.has(key)) showOver(row, true);
  }
  for (const place of board.querySelectorAll("[data-open]")) place.textContent = figure(now.alerts);
  const more = board.querySelector("[data-more]");
  if (more) {
    const here = [...calls.values()].filter((row) => !row.classList.contains("over")).length;
    more.textContent = figure(Math.max(0, now.listed - here));
  }
  const isNew = all ? known !== null && known !== now.calling : now.news;
  if (isNew) board.querySelector("[data-fresh]").hidden = false;
  known = now.calling;
}

function show() {
  const now = waiting;
  waiting = null;
  put("at", now.at);
  now.totals.forEach((total, n) => {
    board.querySelector(`[data-total="${n}"]`).textContent = figure(total);
  });
  for (const [id, counts] of Object.entries(now.rows)) showRow(id, counts);
  showCalls(now);
  if (Date.now() - said > SAY_EVERY) {
    said = Date.now();
    board.querySelector("[data-said]").textContent = now.said;
  }
}

function take(now) {
  if (waiting) {
    now.rows = { ...waiting.rows, ...now.rows };
    if (!now.calls) {
      now.calls = waiting.calls?.filter((key) => !now.ended.includes(key));
      now.ended = [...(waiting.ended ?? []), ...now.ended];
      now.news ||= waiting.news;
    }
    waiting = now;
    return;
  }
  waiting = now;
  requestAnimationFrame(show);
}

if (board.dataset.events) {
  const source = new EventSource(board.dataset.events);
  source.addEventListener("open", () => put("link", ""));
  source.addEventListener("board", (event) => take(JSON.parse(event.data)));
  source.addEventListener("over", () => source.close());
  source.addEventListener("error", () => put("link", "(no connection; the figures are from before)"));
}
