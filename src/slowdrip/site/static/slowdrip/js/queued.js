// Shows what this tablet keeps: how many in the banner, each in its own time at the top of "What happened", and where a
// person has to decide, a line with keys. Nothing is drawn before the store says that it is on the disk.
//
//   <section data-queued hidden>                     the banner
//     <div data-queued-sum> <b data-queued-count></b> … <span data-queued-closed hidden>Unlock to send.</span></div>
//     <div data-queued-lines></div>
//     <template> <div data-queued-line data-no-words="answered {} without a reason"> <b data-queued-what></b> <time data-queued-when></time> <span data-queued-by></span>
//       <span data-queued-words></span>, parts with data-queued-if="refused | other | here | elsewhere",
//       <button data-queued-send> <button data-queued-drop> <button data-queued-really> <a data-queued-open> </div></template>
//   <ol data-queued-list="here | everywhere" data-word="kept on this tablet">   one line per entry of this chair, or of this browser
//   <template data-queued-told> … <b data-queued-what></b></template>   one line on the saved bar when a tap is kept
//   <p data-queued-arrived hidden>                   all that was kept has arrived

import { clockOf } from "./clock.js";
import { echo } from "./echo.js";
import * as sending from "./sending.js";

let before = 0;

export function chairOf(entry) {
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
function reasonOf(line, { words = "" }) {
  return /^\d+$/.test(words) ? line.dataset.noWords.replace("{}", words) : words;
}

function fill(line, entry) {
  const is = {
    refused: entry.state === "refused",
    other: entry.state !== "refused" && entry.actor !== sending.actor(),
    here: isOfThisPage(entry),
    elsewhere: !isOfThisPage(entry),
  };
  line.dataset.queuedId = entry.id;
  put(line, "[data-queued-what]", entry.what);
  put(line, "[data-queued-when]", clockOf(entry.at));
  put(line, "[data-queued-by]", entry.by);
  put(line, "[data-queued-words]", reasonOf(line, entry));
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

function itemOf(entry, word) {
  const item = element("li", "timeline__item timeline__item--queued", "");
  const time = element("time", "timeline__at", clockOf(entry.at));
  const what = element("div", "timeline__what", "");
  time.dateTime = entry.at;
  what.append(element("span", "", entry.what), " ", element("span", "timeline__by", [entry.by, word].filter(Boolean).join(" · ")));
  item.append(time, what);
  item.dataset.queuedId = entry.id;
  return item;
}

// Newest first, as everything below it.
function drawList(list) {
  const all = list.dataset.queuedList === "everywhere" ? sending.kept() : sending.keptHere();
  const shown = list.dataset.queuedList === "here" ? all.filter(isOfThisPage) : all;
  const newest = [...shown].sort((one, other) => Date.parse(other.at) - Date.parse(one.at) || other.order - one.order);
  list.replaceChildren(...newest.map((entry) => itemOf(entry, list.dataset.word)));
  list.closest("[data-queued-box]")?.toggleAttribute("hidden", newest.length === 0);
  list.hidden = newest.length === 0;
}

function drawArrived() {
  const now = sending.keptHere().length;
  const isNews = before > 0 && now === 0;
  if (isNews || now > 0) document.querySelectorAll("[data-queued-arrived]").forEach((line) => { line.hidden = !isNews; });
  before = now;
}

function draw() {
  document.querySelectorAll("[data-queued]").forEach(drawBanner);
  document.querySelectorAll("[data-queued-list]").forEach(drawList);
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
export function isStored(id) {
  return document.querySelector(`.timeline form[action*="${id}"]`) !== null;
}

function letGoOfStored() {
  const there = sending.kept().filter((entry) => isStored(entry.id));
  there.forEach((entry) => sending.drop(entry.id));
  draw();
}

// Discarding takes two taps on two keys: the second comes up beside the first.
function onClick(event) {
  const line = event.target.closest?.("[data-queued-line]");
  if (!line) return;
  const key = event.target.closest("button");
  if (key?.matches("[data-queued-send]")) sending.sendNow(line.dataset.queuedId);
  if (key?.matches("[data-queued-drop]")) line.querySelector("[data-queued-really]").hidden = false;
  if (key?.matches("[data-queued-really]")) sending.drop(line.dataset.queuedId);
}

export function start() {
  document.addEventListener("slowdrip:queue", draw);
  document.addEventListener("slowdrip:kept", onKept);
  document.addEventListener("htmx:oobAfterSwap", letGoOfStored);
  window.addEventListener("pageshow", letGoOfStored);
  document.addEventListener("click", onClick);
  draw();
}
