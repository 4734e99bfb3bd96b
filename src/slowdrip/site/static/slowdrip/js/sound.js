// Sounds what this screen shows, never instead of it. Which screens sound is said by the server; the marks are in the page:
//
//   <body data-sound="on|off">              as the page was opened; <span data-sound-now="on|off"> renews it while it is open
//   <any data-calls="help|urgent|emergency|lost|patient">   stands for as long as it calls
//   <section class="alarm alarm--urgent" data-open>   an alarm of this page that nobody is on
//   body[data-stale], [data-clock-silent], [data-listener-silent]   set by live.js: no alarm, or none of a monitor's numbers,
//                                                     will come from here
//
// While it would sound, body[data-sounding] names the pattern. A browser plays nothing before somebody has tapped: until then
// [data-sound-chip] says so. The patterns are ours: bursts that repeat, faster for what is more urgent.

import { nowMs } from "./clock.js";

const LOOK_EVERY_MS = 500;
// An emergency is announced, then left to the people in the room: they have to hear each other.
const EMERGENCY_SOUNDS_MS = 60_000;
// Louder before quieter. Help counts as an emergency. A page that hears nothing more outranks the urgent alarm it still shows.
const ORDER = ["emergency", "help", "lost", "urgent", "patient"];
const HIGH = 988;
const MIDDLE = 740;
const DEEPER = 587;
const LOW = 370;
// Each pulse: when it begins and how long it lasts in seconds, and its pitch in hertz.
const FIVE = [[0, 0.12, HIGH], [0.2, 0.12, HIGH], [0.4, 0.12, HIGH], [0.75, 0.12, HIGH], [0.95, 0.12, HIGH]];
const PATTERNS = {
  emergency: { everyMs: 3500, pulses: [...FIVE, ...FIVE.map(([at, length, hz]) => [at + 1.4, length, hz])] },
  urgent: { everyMs: 8000, pulses: [[0, 0.18, MIDDLE], [0.35, 0.18, MIDDLE], [0.7, 0.18, MIDDLE]] },
  // A patient calls: two soft tones, like a door bell; nobody must take it for an alarm.
  patient: { everyMs: 10000, pulses: [[0, 0.4, MIDDLE], [0.45, 0.6, DEEPER]] },
  lost: { everyMs: 6000, pulses: [[0, 0.5, MIDDLE], [0.6, 0.9, LOW]] },
};
PATTERNS.help = PATTERNS.emergency;
const TEST_PAUSE_MS = 2600;
const VOLUME = 0.5;
const FADE_S = 0.015;

let audio = null;
let sounding = "";
let nextAt = 0;
let isTesting = false;

function shouldSound() {
  const now = document.querySelector("[data-sound-now]");
  return (now?.dataset.soundNow ?? document.body.dataset.sound) === "on";
}

function isFresh(line) {
  const began = Date.parse(line.querySelector("[data-elapsed]")?.dataset.elapsed ?? "");
  return nowMs() - began < EMERGENCY_SOUNDS_MS;
}

// Gives the loudest of what calls on this page, or nothing.
function loudest() {
  const calls = new Set([...document.querySelectorAll("[data-calls]")].map((one) => one.dataset.calls));
  if (document.querySelector(".alarm--urgent[data-open]")) calls.add("urgent");
  if (document.querySelector(".alarm--emergency[data-open]")) calls.add("emergency");
  if ([...document.querySelectorAll(".emergency-line")].some(isFresh)) calls.add("emergency");
  const { stale, clockSilent, listenerSilent } = document.body.dataset;
  if ([stale, clockSilent, listenerSilent].some((flag) => flag !== undefined)) calls.add("lost");
  return ORDER.find((name) => calls.has(name)) ?? "";
}

function pulse(startS, lengthS, hz) {
  const tone = new OscillatorNode(audio, { type: "triangle", frequency: hz });
  const gain = new GainNode(audio, { gain: 0 });
  gain.gain.setValueAtTime(0, startS);
  gain.gain.linearRampToValueAtTime(VOLUME, startS + FADE_S);
  gain.gain.setValueAtTime(VOLUME, startS + lengthS - FADE_S);
  gain.gain.linearRampToValueAtTime(0, startS + lengthS);
  tone.connect(gain).connect(audio.destination);
  tone.start(startS);
  tone.stop(startS + lengthS);
}

function burst(name) {
  for (const [at, length, hz] of PATTERNS[name].pulses) pulse(audio.currentTime + 0.02 + at, length, hz);
}

// Says by body[data-sounding] what this screen sounds, and plays the next burst when it is time.
function look() {
  const name = shouldSound() ? loudest() : "";
  if (name !== sounding) nextAt = 0;
  sounding = name;
  if (name) document.body.dataset.sounding = name;
  else delete document.body.dataset.sounding;
  showChip();
  if (!name || isTesting || audio?.state !== "running" || performance.now() < nextAt) return;
  nextAt = performance.now() + PATTERNS[name].everyMs;
  burst(name);
}

// Once shown the chip stays and only changes its words: a key must not move under the finger that woke the sound.
function showChip() {
  const chip = document.querySelector("[data-sound-chip]");
  if (!chip) return;
  chip.dataset.asleep ??= chip.textContent;
  const isAwake = audio?.state === "running";
  if (shouldSound() && !isAwake) chip.hidden = false;
  const words = isAwake ? chip.dataset.awake : chip.dataset.asleep;
  const said = window.AudioContext ? words : chip.dataset.never;
  if (chip.textContent !== said) chip.textContent = said;
}

function wake() {
  if (!window.AudioContext) return Promise.resolve();
  audio ??= new AudioContext();
  return audio.state === "running" ? Promise.resolve() : audio.resume();
}

function onTap(event) {
  if (event.target.closest?.("[data-sound-test]")) test();
  else if (shouldSound()) wake().then(look, () => {});
}

function waitMs(time) {
  return new Promise((done) => { setTimeout(done, time); });
}

// Plays each pattern once while its name is marked, then asks. A silent screen can be tested too: somebody tapped for it.
async function test() {
  if (isTesting) return;
  isTesting = true;
  try {
    await wake();
    for (const line of document.querySelectorAll("[data-sound-pattern]")) {
      line.setAttribute("aria-current", "true");
      if (audio) burst(line.dataset.soundPattern);
      await waitMs(TEST_PAUSE_MS);
      line.removeAttribute("aria-current");
    }
  } finally {
    isTesting = false;
    document.querySelectorAll("[data-sound-heard]").forEach((form) => { form.hidden = false; });
  }
}

export function start() {
  if (!document.body.dataset.sound) return;
  document.addEventListener("click", onTap, true);
  document.addEventListener("keydown", onTap, true);
  document.addEventListener("visibilitychange", look);
  // A page opened by a tap on another page of ours may sound at once; any other waits, and the browser's console says so.
  if (shouldSound()) wake().then(look, () => {});
  look();
  setInterval(look, LOOK_EVERY_MS);
}
