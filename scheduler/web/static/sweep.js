// A sweep as it goes: how many lines are done, from the events that the server streams.

import { renew } from "./anew.js";

const live = document.getElementById("live");
const SAY_EVERY = 10_000;
let said = 0;

function put(name, text) {
  for (const place of document.querySelectorAll(`[data-live="${name}"]`)) place.textContent = text;
}

function follow() {
  const source = new EventSource(live.dataset.events);
  source.addEventListener("progress", (event) => {
    const body = JSON.parse(event.data);
    const done = body.lines.toLocaleString("en-GB");
    live.querySelector("progress").value = body.lines;
    put("lines", done);
    put("phase", body.phase);
    if (Date.now() - said > SAY_EVERY) {
      said = Date.now();
      put("said", `${done} of ${body.of.toLocaleString("en-GB")} lines are done.`);
    }
  });
  source.addEventListener("lost", () => put("phase", "Its worker died; another goes on where it was."));
  for (const kind of ["claimed", "given-back"]) source.addEventListener(kind, () => renew());
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

if (live) follow();
