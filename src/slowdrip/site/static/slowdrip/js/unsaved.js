// Keeps a tap until the server has acknowledged it: through a lock, a reload and a change of hands, in this tab.
//
//   <section data-unsaved hidden>        shows what waits; its template is one line per tap, words and all
//     <template><form data-unsaved-line data-onetap method="post" hx-swap="none">
//       <span data-unsaved-what></span> <time data-unsaved-when></time>     what was tapped, and when
//       <p data-unsaved-other> … <b data-unsaved-by></b> …</p>              shown when somebody else tapped it
//       <button data-unsaved-here>Send now</button>                         shown at the chair where it belongs
//       <button data-unsaved-here data-unsaved-drop type="button">Discard</button>
//       <a data-unsaved-open>Open the chair</a>                             shown on every other page
//     </form></template>
//   <section data-unsaved="everywhere">  before signing out: of every clinic
//   <form data-forget-unsaved …>         signing out: forget all
//
// Kept are the address, the key, the time and who tapped: ids, and no name of a patient. What is typed is kept by keep.js.

import { nowIso, nowMs } from "./clock.js";

const STORE = "slowdrip:unsaved";
const RETRY_MS = 300_000;
const OURS = new Set(["event_id", "occurred_at", "csrfmiddlewaretoken"]);
const HALF_A_DAY_MS = 43_200_000;
const underWay = new Set();

function all() {
  return JSON.parse(sessionStorage.getItem(STORE) ?? "[]");
}

function store(taps) {
  if (taps.length) sessionStorage.setItem(STORE, JSON.stringify(taps));
  else sessionStorage.removeItem(STORE);
}

function actor() {
  return document.body.dataset.actor ?? "";
}

function valueOf(form, name) {
  return form.querySelector(`input[type="hidden"][name="${name}"]`)?.value ?? "";
}

function fieldsOf(form, submitter) {
  const typed = [...new FormData(form).entries()].filter(([name]) => !OURS.has(name));
  return submitter?.name ? [...typed, [submitter.name, submitter.value]] : typed;
}

function wordsOf(submitter) {
  const shown = submitter?.cloneNode(true);
  shown?.querySelectorAll("[data-elapsed], svg").forEach((part) => part.remove());
  return (submitter?.getAttribute("aria-label") || shown?.textContent || "").replace(/\s+/g, " ").trim();
}

// Notes a tap before it is sent. A form whose draft keep.js keeps, and a line of ours, are kept already.
export function keep(form, submitter) {
  const id = valueOf(form, "event_id");
  if (!id || form.matches("[data-keep], [data-unsaved-line]")) return;
  const tap = {
    id, at: valueOf(form, "occurred_at") || nowIso(), action: form.getAttribute("action"), fields: fieldsOf(form, submitter),
    what: wordsOf(submitter), actor: actor(), by: document.body.dataset.actorName ?? "",
  };
  store([...all().filter((one) => one.id !== id), tap]);
  underWay.add(id);
}

// Gives the same tap of the same person if it waits since a moment ago: tapping again is then a retry, not a second event.
export function waiting(form, submitter) {
  const wanted = JSON.stringify(fieldsOf(form, submitter));
  return all().find((tap) => (
    tap.actor === actor() && tap.action === form.getAttribute("action") && nowMs() - Date.parse(tap.at) < RETRY_MS
    && JSON.stringify(tap.fields) === wanted
  ));
}

export function drop(id) {
  underWay.delete(id);
  store(all().filter((tap) => tap.id !== id));
  show();
}

// The answer stayed away: from now on the tap is offered.
export function failed(id) {
  underWay.delete(id);
  show();
}

// What happened is listed on the page with the id of each event: a tap whose answer was lost may be there already.
export function isStored(id) {
  return document.querySelector(`.timeline form[action*="${id}"]`) !== null;
}

function chairOf(tap) {
  return tap.action.match(/^\/[^/]+\/drips\/[^/]+\//)?.[0] ?? "";
}

function isOfThisClinic(tap) {
  return tap.action.split("/")[1] === location.pathname.split("/")[1];
}

function timeOf(tap) {
  const day = nowMs() - Date.parse(tap.at) > HALF_A_DAY_MS ? { day: "numeric", month: "short" } : {};
  const zone = document.body.dataset.zone || undefined;
  const how = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone, ...day };
  return new Intl.DateTimeFormat(document.documentElement.lang, how).format(new Date(tap.at));
}

function put(line, selector, text) {
  line.querySelectorAll(selector).forEach((part) => { part.textContent = text; });
}

function only(line, selector, isShown) {
  line.querySelectorAll(selector).forEach((part) => { part.hidden = !isShown; });
}

function hidden(name, value) {
  return Object.assign(document.createElement("input"), { type: "hidden", name, value });
}

function fill(line, tap) {
  const chair = chairOf(tap);
  const isHere = !chair || location.pathname === chair;
  line.dataset.unsavedId = tap.id;
  put(line, "[data-unsaved-what]", tap.what);
  put(line, "[data-unsaved-when]", timeOf(tap));
  put(line, "[data-unsaved-by]", tap.by);
  only(line, "[data-unsaved-other]", tap.actor !== actor());
  only(line, "[data-unsaved-here]", isHere);
  only(line, "[data-unsaved-open]", !isHere);
  line.querySelectorAll("a[data-unsaved-open]").forEach((link) => { link.href = chair; });
}

function arm(form, tap) {
  form.action = tap.action;
  form.setAttribute("hx-post", tap.action);
  form.append(...[["event_id", tap.id], ["occurred_at", tap.at], ...tap.fields].map(([name, value]) => hidden(name, value)));
  window.htmx?.process(form);
}

function draw(place, taps) {
  const lines = [...place.querySelectorAll("[data-unsaved-id]")];
  lines.filter((line) => !taps.some((tap) => tap.id === line.dataset.unsavedId)).forEach((line) => line.remove());
  for (const tap of taps) {
    if (lines.some((line) => line.dataset.unsavedId === tap.id)) continue;
    const line = place.querySelector("template").content.firstElementChild.cloneNode(true);
    fill(line, tap);
    place.querySelector("[data-unsaved-lines]").append(line);
    if (line.matches("form")) arm(line, tap);
  }
  place.hidden = taps.length === 0;
}

// Shows what waits; a tap that is simply under way is no news.
function show() {
  const taps = all().filter((tap) => !underWay.has(tap.id));
  for (const place of document.querySelectorAll("[data-unsaved]")) {
    draw(place, place.dataset.unsaved === "everywhere" ? taps : taps.filter(isOfThisClinic));
  }
}

function letGoOfStored() {
  const taps = all();
  const left = taps.filter((tap) => !isStored(tap.id));
  if (left.length < taps.length) store(left);
  show();
}

// A page that comes back from the browser's memory has nothing under way any more.
function onPageShow(event) {
  if (event.persisted) underWay.clear();
  letGoOfStored();
}

function onClick(event) {
  const line = event.target.closest?.("[data-unsaved-drop]")?.closest("[data-unsaved-id]");
  if (line) drop(line.dataset.unsavedId);
}

export function start() {
  letGoOfStored();
  document.addEventListener("click", onClick);
  document.addEventListener("htmx:oobAfterSwap", letGoOfStored);
  window.addEventListener("pageshow", onPageShow);
  document.addEventListener("submit", (event) => "forgetUnsaved" in event.target.dataset && store([]));
}
