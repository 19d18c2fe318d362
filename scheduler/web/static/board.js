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

function show() {
  const now = waiting;
  waiting = null;
  put("at", now.at);
  now.totals.forEach((total, n) => {
    board.querySelector(`[data-total="${n}"]`).textContent = figure(total);
  });
  for (const [id, counts] of Object.entries(now.rows)) showRow(id, counts);
  if (known !== null && known !== now.calling) board.querySelector("[data-fresh]").hidden = false;
  known = now.calling;
  if (Date.now() - said > SAY_EVERY) {
    said = Date.now();
    board.querySelector("[data-said]").textContent = now.said;
  }
}

function take(now) {
  if (waiting) {
    now.rows = { ...waiting.rows, ...now.rows };
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
