// Reaction time: an empty box, a wait that differs, a circle; pressed as soon as it is seen.

import { game, kindOf, painted, say, timeOf } from "./games.js";

const BETWEEN_MS = 500;
const KEYS = new Set([" ", "Enter"]);

function sleep(ms, signal) {
  return new Promise((done) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", () => { clearTimeout(timer); done(); }, { once: true });
  });
}

// The first press of the box, by finger, mouse or key, or null once the time is over.
function pressed(part, signal, within_ms) {
  return new Promise((done) => {
    const ended = new AbortController();
    const both = { signal: AbortSignal.any([signal, ended.signal]) };
    const over = (event) => { ended.abort(); clearTimeout(timer); done(event); };
    const timer = setTimeout(() => over(null), within_ms);
    part.querySelector("[data-box]").addEventListener("pointerdown", (event) => { event.preventDefault(); over(event); }, both);
    document.addEventListener("keydown", (event) => {
      if (event.repeat || !KEYS.has(event.key) || event.target.closest("[data-stop], a")) return;
      event.preventDefault();
      over(event);
    }, both);
    signal.addEventListener("abort", () => over(null), { once: true });
  });
}

// One circle: gives what was pressed, after how long, and with what.
async function one(part, wait_ms, gone_after_ms, signal) {
  const mark = part.querySelector("[data-mark]");
  mark.hidden = true;
  const waitedFrom = await painted();
  const early = await pressed(part, signal, wait_ms);
  if (signal.aborted) return null;
  if (early) return { trial: ["early", Math.min(wait_ms, Math.max(0, Math.round(timeOf(early) - waitedFrom)))], kind: kindOf(early) };
  mark.hidden = false;
  const press = pressed(part, signal, gone_after_ms);
  const shownAt = await painted();
  const event = await press;
  mark.hidden = true;
  if (signal.aborted) return null;
  if (!event) return { trial: ["none", gone_after_ms], kind: "" };
  return { trial: ["pressed", Math.min(gone_after_ms, Math.max(0, Math.round(timeOf(event) - shownAt)))], kind: kindOf(event) };
}

async function practise(part, { waits_ms, gone_after_ms }, signal) {
  for (const wait_ms of waits_ms) {
    let isRight = false;
    while (!isRight && !signal.aborted) {
      const seen = await one(part, wait_ms, gone_after_ms, signal);
      if (seen === null) return;
      isRight = seen.trial[0] === "pressed";
      say({ pressed: "right", early: "early", none: "late" }[seen.trial[0]]);
      await sleep(BETWEEN_MS, signal);
    }
  }
}

async function play(part, { waits_ms, gone_after_ms }, { signal, note }) {
  const left = part.querySelector("[data-left]");
  for (const [place, wait_ms] of waits_ms.entries()) {
    left.textContent = `${place + 1} / ${waits_ms.length}`;
    const seen = await one(part, wait_ms, gone_after_ms, signal);
    if (seen === null) return;
    note(seen.trial, seen.kind);
    await sleep(BETWEEN_MS, signal);
    if (signal.aborted) return;
  }
}

game({ practise, play });
