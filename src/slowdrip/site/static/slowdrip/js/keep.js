// Keeps what was typed until the server has it: a draft per form and person in this tab's session storage.
//
//   <body data-actor="UUID">
//   <form id="vitals" data-keep="vitals:INFUSION">   drafts under this name; restored into empty fields when the page comes back
//     <p data-keep-notice hidden>…</p>               shown when something was brought back
//   <meta name="slowdrip-acknowledged" content="vitals:INFUSION other-form">   the server has these: forget them
//   <form data-forget-drafts …>                      locking: forget what was not sent; what was sent and not answered stays
//   <form data-forget-unsaved …>                     signing out: forget all
//
// A draft knows when it was typed: brought back later, it fills the field "occurred" with that time. One that was sent
// knows the event_id it was sent with.
// A form the server sends back with what was typed carries data-keep-returned and is left as it is.

import { actor } from "./actor.js";
import { nowIso, nowMs } from "./clock.js";

const PREFIX = "slowdrip:draft:";
const A_MOMENT_MS = 60_000;
const HALF_A_DAY_MS = 43_200_000;
const restoring = new WeakSet();
const NEVER = 'input[type="password"], input[type="hidden"], input[type="file"], [data-keep-never]';

function keyFor(form) {
  return `${PREFIX}${actor()}:${form.dataset.keep}`;
}

function fieldsOf(form) {
  return [...form.elements].filter((field) => field.name && field.matches("input, textarea, select") && !field.matches(NEVER));
}

function isChoice(field) {
  return field.type === "checkbox" || field.type === "radio";
}

function save(form, isSent = false) {
  const fields = fieldsOf(form).map((field) => (
    isChoice(field) ? [field.name, field.value, field.checked] : [field.name, field.value]
  ));
  const id = isSent ? form.elements.namedItem("event_id")?.value : undefined;
  sessionStorage.setItem(keyFor(form), JSON.stringify({ at: nowIso(), isSent, id, fields }));
}

// What was sent and never answered may be stored: sent once more it carries the id it had, and is not stored twice.
function bringBackId(form, id) {
  const input = form.elements.namedItem("event_id");
  if (!id || !input) return;
  if ("onetap" in form.dataset) form.dataset.sentId = id;
  else input.value = id;
}

function draftOf(key) {
  return JSON.parse(sessionStorage.getItem(key) ?? "null");
}

function bringBack(form, [name, value, checked]) {
  const field = fieldsOf(form).find((one) => one.name === name && (checked === undefined || one.value === value));
  if (!field) return false;
  if (isChoice(field)) return restoreChoice(field, checked);
  const isEdited = "defaultValue" in field && field.value !== field.defaultValue;
  if (field.value === value || isEdited) return false;
  field.value = value;
  return true;
}

function restoreChoice(field, checked) {
  if (field.checked === checked) return false;
  field.checked = checked;
  return true;
}

function restore(form) {
  const draft = draftOf(keyFor(form));
  if (!draft?.fields) return;
  if ("keepReturned" in form.dataset) {
    save(form);
    return;
  }
  const changed = draft.fields.map((entry) => bringBack(form, entry)).some(Boolean);
  if (!changed) return;
  bringBackTime(form, draft.at);
  bringBackId(form, draft.id);
  form.querySelectorAll("[data-keep-notice]").forEach((notice) => { notice.hidden = false; });
  restoring.add(form);
  form.dispatchEvent(new Event("input", { bubbles: true }));
  restoring.delete(form);
}

// What was measured then did not happen now: the time of typing stands in the form, where it can be mended.
function bringBackTime(form, at) {
  const field = form.elements.namedItem("occurred");
  const ageMs = nowMs() - Date.parse(at);
  if (!field || field.value || ageMs < A_MOMENT_MS || ageMs > HALF_A_DAY_MS) return;
  const how = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: document.body.dataset.zone || undefined };
  field.value = new Intl.DateTimeFormat("en", how).format(new Date(at));
}

export function forget(form) {
  sessionStorage.removeItem(keyFor(form));
}

function keys() {
  return Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
}

export function forgetAll() {
  keys().forEach((key) => sessionStorage.removeItem(key));
}

// A form that met the lock on its way was meant to be saved: its person finds it again, nobody else.
function forgetUnsent() {
  keys().filter((key) => !draftOf(key)?.isSent).forEach((key) => sessionStorage.removeItem(key));
}

function forgetAcknowledged() {
  const names = document.querySelector('meta[name="slowdrip-acknowledged"]')?.content ?? "";
  names.split(/\s+/).filter(Boolean).forEach((name) => sessionStorage.removeItem(`${PREFIX}${actor()}:${name}`));
}

function onInput(event) {
  const form = event.target.closest?.("form[data-keep]");
  if (form && !restoring.has(form)) save(form);
}

function onSubmit(event) {
  const { dataset } = event.target;
  if ("forgetUnsaved" in dataset) forgetAll();
  else if ("forgetDrafts" in dataset) forgetUnsent();
  else if ("keep" in dataset) {
    nameDraft(event.target);
    save(event.target, true);
  }
}

// The server says on the next page that it has what was typed under this name.
function nameDraft(form) {
  if (form.elements.namedItem("draft")) return;
  const name = Object.assign(document.createElement("input"), { type: "hidden", name: "draft", value: form.dataset.keep });
  form.append(name);
}

// The form that asked is named by the request: by now a fresh one stands in its place, and the event tells of that.
function onAnswer(event) {
  const asked = event.detail.requestConfig?.elt ?? event.detail.elt;
  const form = asked?.closest?.("form[data-keep]");
  if (form && event.detail.successful && event.detail.requestConfig?.verb !== "get") forget(form);
}

export function start() {
  if ("forgetDrafts" in document.body.dataset) forgetUnsent();
  forgetAcknowledged();
  document.querySelectorAll("form[data-keep]").forEach(restore);
  document.addEventListener("input", onInput);
  document.addEventListener("change", onInput);
  document.addEventListener("htmx:afterRequest", onAnswer);
  document.addEventListener("htmx:afterSettle", (event) => {
    event.detail.elt?.querySelectorAll?.("form[data-keep]").forEach(restore);
  });
  document.addEventListener("submit", onSubmit);
}
