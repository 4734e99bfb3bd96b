// Shows what this tablet keeps: how many in the banner, each in its own time at the top of "What happened", and where a
// person has to decide, a line with keys. Nothing is drawn before the store says that it is on the disk.
//
//   <section data-queued hidden>                     the banner
//     <div data-queued-sum> <b data-queued-count></b> … <span data-queued-closed hidden>Unlock to send.</span></div>
//     <div data-queued-lines></div>
//     <template> <div data-queued-line data-no-words="answered {} without a reason"> <b data-queued-what></b> <time data-queued-when></time> <span data-queued-by></span>
//       <span data-queued-words></span>, parts with data-queued-if="refused | other | missed | closed | here | elsewhere",
//       <button data-queued-send> <button data-queued-drop> <button data-queued-really> <a data-queued-open> </div></template>
//   <ol data-queued-list="here" data-word="kept on this tablet">   one line per entry of this chair
//   <div data-queued-box hidden> <b data-queued-sum-of-clinic></b> <ul data-queued-list="closed"></ul>
//     <p data-queued-others hidden> <b data-queued-others-count></b> … </p> </div>
//                                                    at the lock and at sign-out, for whoever stands there: of this clinic what kind
//                                                    of entry and when, of others how many; nothing that was typed, and no names
//   <template data-queued-told> … <b data-queued-what></b></template>   one line on the saved bar when a tap is kept
//   <input type="hidden" data-unsent>                tells the server how many of this clinic are stored; nothing before that is known
//   <p data-queued-arrived hidden>                   all that was kept has arrived

import { actor } from "./actor.js";
import { clockOf } from "./clock.js";
import { echo } from "./echo.js";
import * as sending from "./sending.js";

// At sign-out the address names no clinic: it is the one whose pages this tab showed last.
const CLINIC = "slowdrip:clinic";
let before = 0;

function chairOf(entry) {
  return entry.action.match(/^\/[^/]+\/drips\/[^/]+\//)?.[0] ?? "";
}

function isOfThisPage(entry) {
  const chair = chairOf(entry);
  return Boolean(chair) && location.pathname.startsWith(chair);
}

function put(line, selector, text) {
  line.querySelectorAll(selector).forEach((part) => { part.textContent = text; });
}

// The server's own words; an answer without any is told by its number.
function reasonOf(line, words) {
  return /^\d+$/.test(words) ? line.dataset.noWords.replace("{}", words) : words;
}

function fill(line, entry) {
  const why = sending.noTo(entry);
  // The chair of an entry that was turned away may be nobody's to open any more.
  const isHere = isOfThisPage(entry) || sending.isBarred(entry);
  const is = {
    refused: why !== undefined,
    other: why === undefined && entry.actor !== actor(),
    missed: sending.isMissed(entry),
    closed: sending.isClosed(),
    here: isHere,
    elsewhere: !isHere,
  };
  line.dataset.queuedId = entry.id;
  put(line, "[data-queued-what]", entry.what);
  put(line, "[data-queued-when]", clockOf(entry.at));
  put(line, "[data-queued-by]", entry.by);
  put(line, "[data-queued-words]", reasonOf(line, why ?? ""));
  line.querySelectorAll("[data-queued-if]").forEach((part) => { part.hidden = !is[part.dataset.queuedIf]; });
  line.querySelectorAll("[data-queued-open]").forEach((link) => { link.href = chairOf(entry); });
}

// A line stays the same element while it stays, so that a key never moves under a finger.
function drawLines(place, entries) {
  const box = place.querySelector("[data-queued-lines]");
  const lines = new Map([...box.children].map((line) => [line.dataset.queuedId, line]));
  for (const [id, line] of lines) if (!entries.some((entry) => entry.id === id)) line.remove();
  for (const entry of entries) {
    const line = lines.get(entry.id) ?? place.querySelector("template").content.firstElementChild.cloneNode(true);
    fill(line, entry);
    if (!line.isConnected) box.append(line);
  }
}

function drawBanner(place) {
  const here = sending.keptHere();
  const itself = here.filter(sending.goesByItself);
  put(place, "[data-queued-count]", String(itself.length));
  place.querySelectorAll("[data-queued-sum]").forEach((part) => { part.hidden = itself.length === 0; });
  place.querySelectorAll("[data-queued-closed]").forEach((part) => { part.hidden = !sending.isClosed(); });
  drawLines(place, here.filter((entry) => !sending.goesByItself(entry)));
  place.hidden = here.length === 0;
}

function element(name, className, text) {
  return Object.assign(document.createElement(name), { className, textContent: text });
}

function itemOf(entry, words, by) {
  const item = element("li", "timeline__item timeline__item--queued", "");
  const time = element("time", "timeline__at", clockOf(entry.at));
  const what = element("div", "timeline__what", "");
  time.dateTime = entry.at;
  what.append(element("span", "", words), " ", element("span", "timeline__by", by));
  item.append(time, what);
  item.dataset.queuedId = entry.id;
  return item;
}

// Newest first, as everything below it.
function newestFirst(entries) {
  return [...entries].sort((one, other) => Date.parse(other.at) - Date.parse(one.at) || other.order - one.order);
}

function drawHere(list) {
  const shown = newestFirst(sending.keptHere().filter(isOfThisPage));
  list.replaceChildren(...shown.map((entry) => itemOf(entry, entry.what, [entry.by, list.dataset.word].filter(Boolean).join(" · "))));
  list.hidden = shown.length === 0;
}

function drawClosed(list) {
  const all = sending.kept();
  const own = newestFirst(all.filter((entry) => sending.clinicOf(entry.action) === sessionStorage.getItem(CLINIC)));
  const box = list.closest("[data-queued-box]");
  list.replaceChildren(...own.map((entry) => itemOf(entry, entry.title, "")));
  put(box, "[data-queued-sum-of-clinic]", String(own.length));
  put(box, "[data-queued-others-count]", String(all.length - own.length));
  box.querySelectorAll("[data-queued-own]").forEach((part) => { part.hidden = own.length === 0; });
  box.querySelectorAll("[data-queued-others]").forEach((part) => { part.hidden = all.length === own.length; });
  box.hidden = all.length === 0;
}

function drawList(list) {
  return list.dataset.queuedList === "closed" ? drawClosed(list) : drawHere(list);
}

function drawArrived() {
  const now = sending.keptHere().length;
  const isNews = before > 0 && now === 0;
  if (isNews || now > 0) document.querySelectorAll("[data-queued-arrived]").forEach((line) => { line.hidden = !isNews; });
  before = now;
}

// What nobody has read is not told as none: a person signs for the number.
function drawUnsent(field) {
  const here = sending.stored?.filter((entry) => sending.clinicOf(entry.action) === sending.clinicOf(location.pathname));
  field.value = here === undefined ? "" : String(here.length);
}

function draw() {
  document.querySelectorAll("[data-queued]").forEach(drawBanner);
  document.querySelectorAll("[data-queued-list]").forEach(drawList);
  document.querySelectorAll("[data-unsent]").forEach(drawUnsent);
  echo(sending.kept().filter(isOfThisPage));
  drawArrived();
}

// Whoever tapped is looking at the key: the line below says that it is kept, as it says otherwise that it is saved.
function onKept({ detail }) {
  const line = document.querySelector("[data-queued-told]")?.content.firstElementChild.cloneNode(true);
  if (!line) return;
  put(line, "[data-queued-what]", `${detail.what} · ${clockOf(detail.at)}`);
  document.getElementById("saved")?.replaceChildren(line);
}

// What happened is listed on the page with the id of each event: an entry whose answer was lost may be there already.
function letGoOfStored() {
  const kept = sending.kept();
  if (kept.length) {
    const stored = [...document.querySelectorAll(".timeline form")].map((form) => form.getAttribute("action")).join(" ");
    kept.filter((entry) => stored.includes(entry.id)).forEach((entry) => sending.drop(entry.id));
  }
  draw();
}

// A refresh swaps many parts of the page, and a long queue is dear to draw: once, before anybody sees them.
let looks = false;
function lookOnce() {
  if (looks) return;
  looks = true;
  queueMicrotask(() => {
    looks = false;
    letGoOfStored();
  });
}

// Discarding takes two taps on two keys: the second comes up beside the first.
function onClick(event) {
  const line = event.target.closest?.("[data-queued-line]");
  if (!line) return;
  const key = event.target.closest("button");
  if (key?.matches("[data-queued-send]")) sending.sendNow(line.dataset.queuedId).catch(() => {});
  if (key?.matches("[data-queued-drop]")) line.querySelector("[data-queued-really]").hidden = false;
  if (key?.matches("[data-queued-really]")) sending.drop(line.dataset.queuedId);
}

export function start() {
  const place = sending.clinicOf(location.pathname);
  if (place && place !== "account") sessionStorage.setItem(CLINIC, place);
  document.addEventListener("slowdrip:queue", draw);
  document.addEventListener("slowdrip:kept", onKept);
  document.addEventListener("htmx:oobAfterSwap", lookOnce);
  window.addEventListener("pageshow", letGoOfStored);
  document.addEventListener("click", onClick);
  draw();
}
