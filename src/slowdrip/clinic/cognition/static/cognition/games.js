// What both games share: which part of the page is shown, how a run begins and ends, and what interrupts it.
//
//   <div data-game data-begin data-end>   with <form data-sent> (the form's token and the run's id), parts as [data-part]
//
// A game gives play(part, form, tools), which runs until it resolves to its trials; `tools` says whether it should stop.

const PATIENCE_MS = 15_000;
// Where an event carries a time on another scale than the page's clock, the moment at which it arrives is taken.
const SAME_CLOCK_MS = 1_000;

export const root = document.querySelector("[data-game]");
const sent = root.querySelector("[data-sent]");
let run = null; // while a run is under way: { trials, kinds, stop }
let unsent = null;

export function part(name) { return root.querySelector(`[data-part="${name}"]`); }

export function show(name) {
  for (const each of root.querySelectorAll("[data-part]")) each.hidden = each.dataset.part !== name;
  window.scrollTo(0, 0);
  part(name).querySelector("h1")?.focus({ preventScroll: true });
  document.dispatchEvent(new Event("slowdrip:shown"));
}

// The time of an event on the page's own clock.
export function timeOf(event) {
  const now = performance.now();
  return Math.abs(event.timeStamp - now) < SAME_CLOCK_MS ? event.timeStamp : now;
}

// The moment after what was just changed is on the screen.
export function painted() {
  return new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))); });
}

export function kindOf(event) {
  return event.type === "keydown" ? "keyboard" : (event.pointerType || "touch");
}

// What the practice says to the last tap; an empty word clears it.
export function say(word) {
  const line = part("try").querySelector("[data-said]");
  line.textContent = word ? line.dataset[word] : "";
}

function bodyOf(more) {
  const body = new FormData(sent);
  for (const [name, value] of Object.entries(more)) body.set(name, value);
  return body;
}

async function post(address, more, { keepalive = false } = {}) {
  const impatience = new AbortController();
  const timer = setTimeout(() => impatience.abort(), PATIENCE_MS);
  try {
    const options = { method: "POST", body: bodyOf(more), credentials: "same-origin", cache: "no-store", keepalive };
    const response = await fetch(address, { ...options, signal: impatience.signal });
    const isOurs = (response.headers.get("Content-Type") ?? "").startsWith("application/json");
    const told = isOurs ? await response.json() : {};
    return { told, wasTaken: response.ok && isOurs };
  } catch {
    return { told: {}, wasTaken: false };
  } finally {
    clearTimeout(timer);
  }
}

function fail(problem, again) {
  unsent = again;
  part("failed").querySelector("[data-problem]").textContent = problem ?? "";
  show("failed");
}

function thank(next) {
  const link = root.querySelector("[data-next]");
  if (next) link.href = next;
  root.querySelector('[data-when="next"]').hidden = !next;
  root.querySelector('[data-when="back"]').hidden = Boolean(next);
  show("thanks");
}

async function end(more) {
  const { told, wasTaken } = await post(root.dataset.end, more);
  if (wasTaken) thank(told.next); else fail(told.problem, () => end(more));
}

function inputOf(kinds) {
  if (kinds.size === 0) return "none";
  return kinds.size === 1 ? [...kinds][0] : "mixed";
}

function told(ended, reason) {
  return { ended, reason, trials: JSON.stringify(run.trials), input: inputOf(run.kinds) };
}

// The page is left, or the patient stops: what there is goes out at once, also while the page closes.
function interrupt(reason) {
  if (run === null) return;
  const more = told("interrupted", reason);
  run.stop();
  run = null;
  show("stopped");
  post(root.dataset.end, more, { keepalive: true });
}

async function start(play) {
  root.querySelector("[data-start]").disabled = true;
  const { told: form, wasTaken } = await post(root.dataset.begin, {});
  root.querySelector("[data-start]").disabled = false;
  if (!wasTaken) { fail(form.problem, () => start(play)); return; }
  const halt = new AbortController();
  const mine = { trials: [], kinds: new Set(), stop: () => halt.abort() };
  run = mine;
  show("do");
  await play(part("do"), form, { ...mine, signal: halt.signal, note: (trial, kind) => { mine.trials.push(trial); if (kind) mine.kinds.add(kind); } });
  if (run !== mine) return;
  const more = told("done", "");
  run = null;
  await end(more);
}

export function game({ practise, play }) {
  let trying = new AbortController();
  root.addEventListener("click", async (event) => {
    const key = event.target.closest("button");
    if (!key) return;
    if ("try" in key.dataset) {
      trying.abort();
      trying = new AbortController();
      show("try");
      say("");
      await practise(part("try"), JSON.parse(document.querySelector("#practice").textContent), trying.signal);
      if (!trying.signal.aborted) show("ready");
    }
    if ("start" in key.dataset) start(play);
    if ("stop" in key.dataset) interrupt("stopped");
    if ("again" in key.dataset) location.reload();
    if ("sendAgain" in key.dataset) unsent?.();
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden) interrupt("hidden"); });
  window.addEventListener("pagehide", () => interrupt("hidden"));
}
