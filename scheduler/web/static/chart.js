// The course of a run as an SVG: penalty above its bound, and below what is unplaced.

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 960;
const HEIGHT = 300;
const LEFT = 64;
const RIGHT = 96;
const UPPER = { top: 12, bottom: 190 };
const APART = 16;
const LOWER = { top: 216, bottom: 276 };

function make(name, attributes, text = "") {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text) made.textContent = text;
  return made;
}

// Figures hold until the next ones: a line that goes across, then up or down.
function steps(points) {
  return points
    .map(([x, y], i) => (i === 0 ? `M${x},${y}` : `H${x}V${y}`))
    .join("");
}

function scale(low, high, from, to) {
  const wide = high - low || 1;
  return (value) => Math.round((from + ((value - low) / wide) * (to - from)) * 10) / 10;
}

function nice(seconds, longest) {
  if (longest < 10) return `${seconds.toFixed(1)} s`;
  return seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}

const figure = (value) => Math.round(value).toLocaleString("en-GB");

function series(moments, key) {
  return moments.filter((one) => one[key] !== null && one[key] !== undefined);
}

function line(chart, moments, key, x, y, name) {
  const found = series(moments, key);
  if (found.length === 0) return null;
  const points = found.map((one) => [x(one.seconds), y(one[key])]);
  points.push([x(moments[moments.length - 1].seconds), points[points.length - 1][1]]);
  chart.append(make("path", { class: name, d: steps(points) }));
  return points;
}

function label(chart, y, text) {
  chart.append(make("text", { class: "name", x: WIDTH - RIGHT + 8, y: y + 4 }, text));
}

/** Draw the moments of a run; each has seconds, unplaced, penalty, bound. */
export function draw(place, moments) {
  place.replaceChildren();
  if (moments.length === 0) return;
  const chart = make("svg", {
    class: "chart",
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    role: "img",
    "aria-label": "Penalty, its proven bound, and what is unplaced, over time",
  });
  const last = moments[moments.length - 1];
  const x = scale(0, Math.max(last.seconds, 1), LEFT, WIDTH - RIGHT);
  const scored = series(moments, "penalty");
  // The first timetables may be far off; what matters is where the run has come to.
  const settled = scored.slice(Math.floor(scored.length / 10));
  const high = Math.max(...settled.map((one) => one.penalty), ...series(moments, "bound").map((one) => one.bound), 1);
  const clip = (value) => Math.min(value, high);
  const y = scale(0, high, UPPER.bottom, UPPER.top);

  for (const value of [0, high / 2, high]) {
    chart.append(make("line", { class: "axis", x1: LEFT, x2: WIDTH - RIGHT, y1: y(value), y2: y(value) }));
    chart.append(make("text", { x: LEFT - 8, y: y(value) + 4, "text-anchor": "end" }, figure(value)));
  }
  const shown = moments.map((one) => ({ ...one, penalty: one.penalty === null ? null : clip(one.penalty) }));
  const penalty = line(chart, shown, "penalty", x, y, "penalty");
  const bound = line(chart, shown, "bound", x, y, "bound");
  // Near the end of a good run both lines are one: their names stay apart.
  const upper = penalty ? penalty[penalty.length - 1][1] : 0;
  const lower = bound ? bound[bound.length - 1][1] : HEIGHT;
  const apart = Math.max(0, APART - (lower - upper)) / 2;
  if (penalty) label(chart, upper - apart, "penalty");
  if (bound) label(chart, lower + apart, "bound");

  const most = Math.max(...series(moments, "unplaced").map((one) => one.unplaced), 1);
  const down = scale(0, most, LOWER.bottom, LOWER.top);
  for (const value of [0, most]) {
    chart.append(make("line", { class: "axis", x1: LEFT, x2: WIDTH - RIGHT, y1: down(value), y2: down(value) }));
    chart.append(make("text", { x: LEFT - 8, y: down(value) + 4, "text-anchor": "end" }, figure(value)));
  }
  const unplaced = line(chart, moments, "unplaced", x, down, "unplaced");
  if (unplaced) label(chart, unplaced[unplaced.length - 1][1], "unplaced");

  const anchors = ["start", "middle", "end"];
  [0, 0.5, 1].forEach((share, i) => {
    const seconds = share * Math.max(last.seconds, 1);
    chart.append(make("text", { x: x(seconds), y: HEIGHT - 4, "text-anchor": anchors[i] }, nice(seconds, last.seconds)));
  });
  place.append(chart);
}
