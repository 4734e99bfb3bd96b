// Makes one tap one event: a second tap while the first is under way does nothing, and a retry carries the same event id.
//
//   <form data-onetap id="…" action="…" method="post" hx-post="…">   the id finds the form again when its part is sent anew
//     <input type="hidden" name="event_id"> <input type="hidden" name="occurred_at">
//     <button name="kind" value="nausea">Nausea</button>
//     <p class="onetap__failed" data-onetap-failed role="alert" hidden>Not saved yet. Tap again: it will not be entered twice.</p>
//   </form>
//
// The id and the moment of the tap stay in the form until the server has answered with success. If what is sent changes in
// between, it is another event and gets another id, so a corrected entry is never swallowed as a repeat.
//
//   <form data-onetap data-onetap-same="undo" …>   whatever it sends, a second tap within a moment is a double tap
//   <form data-onetap data-onetap-now …>           a retry after a minute is another event: a call for help
//   <form data-onetap data-queue …>                without an answer it is kept on this tablet and sent again by sending.js

import { isToTheDoor } from "./answer.js";
import { nowIso } from "./clock.js";
import { OURS, clear, entryOf, freshId, idInput, isPast, nameHands, say, setHidden } from "./entry.js";
import * as keep from "./keep.js";
import * as sending from "./sending.js";

const SETTLE_MS = 600;
const underWay = new Map();
const pending = new Map();
const answered = new Map();

function fingerprint(form, submitter) {
  const entries = [...new FormData(form).entries()].filter(([name]) => !OURS.has(name));
  return JSON.stringify([entries, submitter?.name ?? "", submitter?.value ?? ""]);
}

function stamp(form, submitter) {
  const print = fingerprint(form, submitter);
  nameHands(form);
  if (form.slowdripPrint !== print || !idInput(form)?.value || isPast(form)) {
    const same = sentBefore(form);
    form.slowdripPrint = print;
    setHidden(form, "event_id", same?.id ?? freshId());
    setHidden(form, "occurred_at", same?.at ?? nowIso());
  }
  if (form.id) pending.set(form.id, { print, id: idInput(form)?.value, at: form.querySelector('[name="occurred_at"]')?.value, failed: false });
}

// What keep.js brought back may have arrived before its answer was lost: it goes out again under the id it had.
function sentBefore(form) {
  const id = form.dataset.sentId;
  delete form.dataset.sentId;
  return id ? { id, at: nowIso() } : undefined;
}

function onSubmit(event) {
  const form = event.target;
  if (!form.matches("[data-onetap]")) return;
  if (isRepeat(form, event.submitter)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  stamp(form, event.submitter);
  say(form, false);
  if (isQueueable(form) && sending.isHolding()) {
    event.preventDefault();
    event.stopImmediatePropagation();
    take(form, event.submitter);
    return;
  }
  if (isQueueable(form)) sending.begin(entryOf(form, event.submitter)).catch(() => {});
  underWay.set(form, event.submitter);
  event.submitter?.setAttribute("aria-busy", "true");
}

function isQueueable(form) {
  return form.matches("[data-queue]");
}

// The server is away, or earlier entries wait for it: this one goes behind them without asking.
function take(form, submitter) {
  underWay.set(form, submitter);
  remember(form, submitter);
  sending.take(entryOf(form, submitter)).then(() => taken(form), () => say(form, true)).finally(() => release(form));
}

// A symptom's key means the opposite once it is kept: whatever the second half of a double tap would send, it is the same tap.
function remember(form, submitter) {
  const print = submitter?.name.startsWith("symptom_") ? null : sameness(form, submitter);
  answered.set(form.id, { print, until: performance.now() + SETTLE_MS });
}

function taken(form) {
  const shown = presentCopy(form);
  keep.forget(form);
  clear(shown);
  settle(shown);
}

// The second half of a double tap: the first is under way, or was the same and has only just been answered. The form may be
// a new copy by then, so what was answered is remembered by its id.
function isRepeat(form, submitter) {
  if (underWay.has(form)) return true;
  const last = answered.get(form.id);
  if (last === undefined || performance.now() >= last.until) return false;
  return last.print === null || last.print === sameness(form, submitter);
}

// Two forms that stand in one place after another say by data-onetap-same that a double tap on them is one tap.
function sameness(form, submitter) {
  return form.dataset.onetapSame ?? fingerprint(form, submitter);
}

function release(form) {
  underWay.get(form)?.removeAttribute("aria-busy");
  underWay.delete(form);
}

// Says whether a form waits for its answer. While it does no part of the page is replaced: an answer finds its place by the
// form that asked, and a key must not move under a finger.
export function isUnderWay() {
  return [...underWay.keys()].some((form) => form.isConnected) || document.querySelector("form.htmx-request") !== null;
}

// The server may have sent this part of the page anew while the tap was under way.
function presentCopy(form) {
  return (!form.isConnected && form.id && document.getElementById(form.id)) || form;
}

function settle(form) {
  say(form, false);
  pending.delete(form.id);
  form.slowdripPrint = undefined;
  setHidden(form, "event_id", "");
}

function onAnswer(event) {
  // The form that asked is named by the request: a fresh one may stand in its place by now.
  const form = (event.detail.requestConfig?.elt ?? event.detail.elt)?.closest?.("[data-onetap]");
  if (!form || !underWay.has(form)) return;
  const shown = presentCopy(form);
  const id = idInput(form)?.value;
  const how = outcomeOf(event.detail);
  if (how === "stored") {
    sending.drop(id);
    answered.set(form.id, { print: form.dataset.onetapSame ?? form.slowdripPrint, until: performance.now() + SETTLE_MS });
    if (isQueueable(form) && form.getAttribute("hx-swap") === "none") clear(shown);
    settle(shown);
  } else if (how === "refused") {
    sending.drop(id);
    settle(shown);
  } else fail(form, id);
  release(form);
}

// 422 is an answer: the server says itself why nothing was saved. So is the way to another page, unless it is the door.
// Everything else means that nobody knows.
function outcomeOf({ successful, xhr }) {
  if (successful) return "stored";
  if (xhr?.status === 422) return "refused";
  const elsewhere = xhr?.status === 200 && xhr.getResponseHeader("HX-Redirect");
  return elsewhere && !isToTheDoor(elsewhere) ? "stored" : "unknown";
}

function fail(form, id) {
  const tap = pending.get(form.id);
  if (tap) tap.failed = true;
  if (!isQueueable(form)) {
    say(presentCopy(form), true);
    return;
  }
  remember(form, underWay.get(form));
  sending.hold(id).then(() => taken(form), () => say(presentCopy(form), true));
}

// Puts an unanswered tap into the new copy of its form, so that a second tap is the same event.
function carryOver() {
  for (const [formId, tap] of [...pending]) {
    const form = document.getElementById(formId);
    if (!form) pending.delete(formId);
    else if (tap.failed && isQueueable(form)) continue;
    else if (!idInput(form)?.value) restore(form, tap);
  }
}

function restore(form, tap) {
  form.slowdripPrint = tap.print;
  setHidden(form, "event_id", tap.id);
  setHidden(form, "occurred_at", tap.at);
  say(form, tap.failed);
}

export function start() {
  // Capture: this runs before htmx reads the form.
  document.addEventListener("submit", onSubmit, true);
  document.addEventListener("htmx:afterRequest", onAnswer);
  document.addEventListener("htmx:oobAfterSwap", carryOver);
  document.addEventListener("htmx:afterSwap", carryOver);
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-onetap]").forEach(release));
}
