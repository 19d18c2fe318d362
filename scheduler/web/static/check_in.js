// Checking in: a tap is kept on the phone first and sent when there is a connection.

import { add, all, remove } from "./waiting.js";
import { bandOf } from "./nearness.js";

const RETRY_EVERY = 20_000;
const AT_ONCE = 50;
const REFUSES = [400, 413, 422]; // what is sent is no good, and will not be when it is sent again
const page = document.getElementById("check-in");
const csrf = page.dataset.csrf;
const said = document.getElementById("said");
const unsent = document.getElementById("unsent");

// Clocks and dates are the school's, wherever the phone believes to be.
const clock = (when, timeZone) => new Date(when).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone });
const date = (when, timeZone) => new Date(when).toLocaleDateString("sv-SE", { timeZone });

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `tap_${Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("")}`;
}

async function tapped(form, button) {
  const now = Date.now();
  button.disabled = true;
  const answer = form.querySelector("input[name=answer]:checked");
  const tap = {
    id: newId(),
    at: now,
    entry: form.dataset.entry,
    day: form.dataset.day,
    what: button.value,
    offset: -new Date(now).getTimezoneOffset(),
    question: form.dataset.question ?? "",
    answer: answer ? answer.value : "",
  };
  // The phone works out how near the site it is; where it is stays on the phone.
  Object.assign(tap, await bandOf(form.dataset.lat, form.dataset.lon));
  await add(tap);
  mark(form, tap);
  await send();
  button.disabled = false;
}

function mark(form, tap) {
  const line = form.querySelector("[data-state]");
  line.textContent = `You ${tap.what === "in" ? "tapped" : "left"} at ${clock(tap.at, form.dataset.zone)}`;
}

let sending = false;

async function send() {
  if (sending) return;
  sending = true;
  try {
    const waiting = await all();
    if (waiting.length) await sendAll(waiting);
  } finally {
    sending = false;
    await count();
  }
}

async function sendAll(waiting) {
  const sentences = new Set();
  let most = AT_ONCE;
  let sent = 0;
  while (sent < waiting.length) {
    const some = waiting.slice(sent, sent + most);
    const answer = await post(some);
    if (answer?.redirected || answer?.status === 401 || answer?.status === 403) {
      said.textContent = "This phone is no longer enrolled. Ask your advisor for a new code.";
      return;
    }
    if (answer?.ok) {
      for (const one of (await answer.json()).results) {
        await remove(one.id);
        if (one.sentence) sentences.add(one.sentence);
      }
    } else if (!REFUSES.includes(answer?.status)) {
      break; // no connection, or not just now: they stay
    } else if (some.length > 1) {
      most = 1; // one of them keeps no other back
      continue;
    } else {
      await remove(some[0].id);
      sentences.add("A tap was refused, so it is not recorded. Tell your advisor.");
    }
    sent += some.length;
  }
  if (sent) said.textContent = [...sentences].join(" ") || "Sent. Your school knows.";
}

async function post(waiting) {
  const now = Date.now();
  const taps = waiting.map(({ at, ...tap }) => ({
    ...tap,
    claimed_at: new Date(at).toISOString(),
    seconds_since: Math.max(0, Math.round((now - at) / 1000)),
  }));
  try {
    return await fetch("/check-in/taps", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf },
      body: JSON.stringify({ taps }),
    });
  } catch {
    return null;
  }
}

async function count() {
  const waiting = (await all()).length;
  unsent.hidden = waiting === 0;
  if (waiting) {
    const what = waiting === 1 ? "1 tap is" : `${waiting} taps are`;
    unsent.querySelector("[data-text]").textContent = `${what} not sent yet. They go as soon as there is a connection; nothing is lost.`;
  }
}

function showToday() {
  // A page kept from an earlier day shows the day that it is now.
  const today = date(Date.now(), document.querySelector("form[data-zone]")?.dataset.zone);
  const days = [...document.querySelectorAll("section[data-day]")];
  if (navigator.onLine || !days.some((one) => one.dataset.day === today)) return;
  for (const one of days) one.hidden = one.dataset.day !== today;
}

async function keep() {
  // A page that was loaded before the worker stood behind it says what belongs to it.
  const isKept = navigator.serviceWorker.controller !== null;
  await navigator.serviceWorker.register("/check-in/worker.js", { scope: "/check-in" });
  if (isKept) return;
  const { active } = await navigator.serviceWorker.ready;
  const parts = performance.getEntriesByType("resource").map((one) => one.name);
  active.postMessage([location.href, ...parts]);
}

for (const form of document.querySelectorAll("form[data-entry]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    tapped(form, event.submitter);
  });
}
unsent.querySelector("button").addEventListener("click", send);
addEventListener("online", send);
document.addEventListener("visibilitychange", () => document.hidden || send());
setInterval(send, RETRY_EVERY);
showToday();
send();
if ("serviceWorker" in navigator) keep();
