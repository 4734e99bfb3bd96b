// Symbols and digits: a row of pairs, one symbol after the other, a digit for each, until the time is over.

import { game, kindOf, painted, say, timeOf } from "./games.js";

const SVG = "http://www.w3.org/2000/svg";

function drawing(symbol) {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", document.getElementById(`symbol-${symbol}`).dataset.name);
  use.setAttribute("href", `#symbol-${symbol}`);
  svg.append(use);
  return svg;
}

function lay(part, key) {
  const pairs = key.map((symbol, place) => {
    const pair = document.createElement("li");
    const digit = document.createElement("span");
    digit.textContent = String(place + 1);
    pair.append(drawing(symbol), digit);
    return pair;
  });
  part.querySelector("[data-pairs]").replaceChildren(...pairs);
  for (const button of part.querySelectorAll("[data-digit]")) button.hidden = Number(button.dataset.digit) > key.length;
}

function ask(part, symbol) { part.querySelector("[data-asked]").setAttribute("href", `#symbol-${symbol}`); }

// Each tap of a digit, by finger, mouse or key, until the signal ends it. A key that is held down counts once.
function onDigits(part, signal, hear) {
  part.addEventListener("pointerdown", (event) => {
    const key = event.target.closest("[data-digit]");
    if (key) hear(Number(key.dataset.digit), event);
  }, { signal });
  document.addEventListener("keydown", (event) => {
    const digit = Number(event.key);
    if (event.repeat || !(digit >= 1 && digit <= 9)) return;
    event.preventDefault();
    hear(digit, event);
  }, { signal });
}

function practise(part, { key, items }, signal) {
  return new Promise((done) => {
    const ended = new AbortController();
    let place = 0;
    lay(part, key);
    ask(part, items[0]);
    onDigits(part, AbortSignal.any([signal, ended.signal]), (digit) => {
      if (key[digit - 1] !== items[place]) { say("wrong"); return; }
      say("right");
      place += 1;
      if (place < items.length) { ask(part, items[place]); return; }
      ended.abort();
      done();
    });
    signal.addEventListener("abort", () => done());
  });
}

async function play(part, { key, items, limit_s }, { signal, note }) {
  const limit_ms = limit_s * 1000;
  lay(part, key);
  ask(part, items[0]);
  const startedAt = await painted();
  if (signal.aborted) return;
  await new Promise((done) => {
    const ended = new AbortController();
    let place = 0;
    const over = () => { ended.abort(); done(); };
    const timer = setTimeout(over, limit_ms);
    onDigits(part, AbortSignal.any([signal, ended.signal]), (digit, event) => {
      const at = Math.round(timeOf(event) - startedAt);
      if (at < 0 || at > limit_ms) return;
      note([digit, at], kindOf(event));
      place += 1;
      if (place < items.length) ask(part, items[place]); else { clearTimeout(timer); over(); }
    });
    signal.addEventListener("abort", () => { clearTimeout(timer); over(); });
  });
}

game({ practise, play });
