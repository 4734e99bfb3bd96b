// Keeps every countdown, age and elapsed time on the page true to the server's clock, whatever the tablet's clock says.
//
//   <time data-since="ISO" data-old-after-s="300">   age of a value: "4 min ago"; past the limit it gets data-age="old"
//   <span data-due-at="ISO">                          countdown, then "overdue 1:12"; its nearest [data-due] gets later | soon | overdue
//   <span data-left-until="ISO">                      time left, never below 0:00
//   <span data-elapsed="ISO">                         time since, as a stopwatch
//
// All instants are absolute and come from the server. The words come from <meta name="slowdrip-words">.

const SOON_S = 60;
const HALF_A_DAY_MS = 43_200_000;
// A page that comes from the tablet was made long ago: how far this tablet's clock was off is remembered beside it.
const OFFSET = "slowdrip:clock-offset-ms";
const words = document.querySelector('meta[name="slowdrip-words"]')?.dataset ?? {};
let offsetMs = 0;

// Takes a server instant as the truth about now; live.js calls it on every beat.
export function syncTo(serverIso) {
  const serverMs = Date.parse(serverIso);
  if (Number.isNaN(serverMs)) return;
  offsetMs = serverMs - Date.now();
  if (Math.abs(offsetMs - Number(localStorage.getItem(OFFSET))) > 500) localStorage.setItem(OFFSET, String(Math.round(offsetMs)));
}

// Gives the server's now in milliseconds, as well as this page can know it.
export function nowMs() {
  return Date.now() + offsetMs;
}

export function nowIso() {
  return new Date(nowMs()).toISOString();
}

// Gives an instant as the clinic's time of day, with its day once that is another.
export function clockOf(iso) {
  const day = nowMs() - Date.parse(iso) > HALF_A_DAY_MS ? { day: "numeric", month: "short" } : {};
  const zone = document.body.dataset.zone || undefined;
  const how = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone, ...day };
  return new Intl.DateTimeFormat(document.documentElement.lang, how).format(new Date(iso));
}

// Gives 75 -> "1:15" and 3675 -> "1:01:15".
export function stopwatch(totalSeconds) {
  const seconds = Math.max(0, Math.floor(totalSeconds));
  const two = (part) => String(part).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  if (hours > 0) return `${hours}:${two(minutes)}:${two(seconds % 60)}`;
  return `${minutes}:${two(seconds % 60)}`;
}

function say(pattern, fallback, value) {
  return (pattern ?? fallback).replace("{}", value);
}

export function ageInWords(seconds) {
  if (seconds < 10) return words.agoNow ?? "now";
  if (seconds < 60) return say(words.agoS, "{} s ago", Math.floor(seconds));
  if (seconds < 7200) return say(words.agoMin, "{} min ago", Math.floor(seconds / 60));
  if (seconds < 172800) return say(words.agoH, "{} h ago", Math.floor(seconds / 3600));
  return say(words.agoD, "{} days ago", Math.floor(seconds / 86400));
}

function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function mark(element, name, value) {
  if (element.dataset[name] !== value) element.dataset[name] = value;
}

function showAge(element) {
  const seconds = (nowMs() - Date.parse(element.dataset.since)) / 1000;
  put(element, ageInWords(Math.max(0, seconds)));
  const limit = Number(element.dataset.oldAfterS ?? Infinity);
  const holder = element.closest("[data-age]") ?? element;
  mark(holder, "age", seconds > limit ? "old" : "fresh");
}

function dueState(seconds) {
  if (seconds < 0) return "overdue";
  return seconds <= SOON_S ? "soon" : "later";
}

function showDue(element) {
  const seconds = (Date.parse(element.dataset.dueAt) - nowMs()) / 1000;
  const late = seconds < 0;
  const pattern = late ? words.dueOver : words.dueIn;
  put(element, say(pattern, late ? "overdue {}" : "in {}", stopwatch(Math.abs(seconds))));
  const chip = element.closest("[data-due]");
  if (chip) mark(chip, "due", dueState(seconds));
}

function showLeft(element) {
  put(element, stopwatch((Date.parse(element.dataset.leftUntil) - nowMs()) / 1000));
}

function showElapsed(element) {
  put(element, stopwatch((nowMs() - Date.parse(element.dataset.elapsed)) / 1000));
}

const DRAWN_BY = [
  ["[data-since]", showAge],
  ["[data-due-at]", showDue],
  ["[data-left-until]", showLeft],
  ["[data-elapsed]", showElapsed],
];

// Redraws all times below root; called each second and after every swap of a fragment.
export function tick(root = document) {
  for (const [selector, draw] of DRAWN_BY) root.querySelectorAll(selector).forEach(draw);
}

export function start() {
  const meta = document.querySelector('meta[name="slowdrip-server-now"]');
  if ("fromTablet" in document.body.dataset) offsetMs = Number(localStorage.getItem(OFFSET));
  else if (meta) syncTo(meta.dataset.serverNow);
  tick();
  setInterval(() => tick(), 1000);
  document.addEventListener("htmx:afterSettle", () => tick());
  document.addEventListener("visibilitychange", () => document.hidden || tick());
}
