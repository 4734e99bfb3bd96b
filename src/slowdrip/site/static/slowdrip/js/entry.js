// Reads a form as an entry that can be kept and sent later, with words for whoever reads it on the tablet.
//
//   <form data-queue>                          one tap: the words of the key
//   <form data-queue="Vital signs">            typed: these words and what was typed, by its labels
//     <input type="hidden" name="captured_by"> the server takes who tapped, when another person sends it
//
// The address is the form's own, or that of its page. A PIN is never kept: no form with one carries data-queue.

import { actor } from "./actor.js";
import { nowIso, nowMs } from "./clock.js";

// What scripts put into a form; the rest was tapped or typed.
export const OURS = new Set(["event_id", "occurred_at", "captured_by", "page_actor", "csrfmiddlewaretoken", "draft"]);
const MOST_WORDS = 160;
const A_MOMENT_MS = 60_000;

// crypto.randomUUID needs TLS; a clinic's first try-out may run without.
export function freshId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function hidden(form, name) {
  return form.querySelector(`input[type="hidden"][name="${name}"]`);
}

export function setHidden(form, name, value) {
  const input = hidden(form, name);
  if (input) input.value = value;
}

// The session may be another person's by now: a form says whose page it was sent from. One with room for it is entered under
// that name, the server refuses any other.
export function nameHands(form) {
  const name = hidden(form, "captured_by") ? "captured_by" : "page_actor";
  if (!hidden(form, name)) form.append(Object.assign(document.createElement("input"), { type: "hidden", name }));
  setHidden(form, name, actor());
}

// A call for help that failed is a new call a minute later, with its own time.
export function isPast(form) {
  return form.matches("[data-onetap-now]") && nowMs() - Date.parse(valueOf(form, "occurred_at")) > A_MOMENT_MS;
}

export function idInput(form) {
  return hidden(form, "event_id");
}

export function say(form, isFailed) {
  form.querySelectorAll("[data-onetap-failed]").forEach((line) => { line.hidden = !isFailed; });
}

function valueOf(form, name) {
  return hidden(form, name)?.value ?? "";
}

function oneLine(text) {
  return text.replace(/\s+/g, " ").trim();
}

function fieldsOf(form, submitter) {
  const typed = [...new FormData(form).entries()].filter(([name, value]) => !OURS.has(name) && typeof value === "string");
  return submitter?.name ? [...typed, [submitter.name, submitter.value]] : typed;
}

function keyWords(submitter) {
  const shown = submitter?.cloneNode(true);
  shown?.querySelectorAll("[data-elapsed], svg").forEach((part) => part.remove());
  return oneLine(submitter?.getAttribute("aria-label") || shown?.textContent || "");
}

function fieldWords(field) {
  const label = oneLine(field.labels?.[0]?.textContent ?? "");
  if (field.type === "checkbox" || field.type === "radio") return field.checked ? label : "";
  const value = field.matches("select") ? field.selectedOptions[0]?.textContent ?? "" : field.value;
  return value.trim() ? `${label} ${oneLine(value)}` : "";
}

function typedWords(form) {
  const shown = [...form.elements].filter((field) => field.matches("input:not([type=hidden]), textarea, select"));
  return shown.map(fieldWords).filter(Boolean).join(", ");
}

function wordsOf(form, submitter) {
  const title = form.dataset.queue;
  const words = title ? `${title}: ${typedWords(form)}` : keyWords(submitter);
  return words.length > MOST_WORDS ? `${words.slice(0, MOST_WORDS)}…` : words;
}

export function entryOf(form, submitter) {
  return {
    id: valueOf(form, "event_id"),
    at: valueOf(form, "occurred_at") || nowIso(),
    action: form.getAttribute("action") || location.pathname,
    fields: fieldsOf(form, submitter),
    title: form.dataset.queue || keyWords(submitter),
    what: wordsOf(form, submitter),
    actor: actor(),
    by: document.body.dataset.actorName ?? "",
    carries: form.querySelector('input[name="captured_by"]') !== null,
    draft: form.dataset.keep ?? "",
  };
}

// What was typed is kept elsewhere by now: the form is empty again for the next.
export function clear(form) {
  if (!form.matches("[data-queue]") || !form.dataset.queue) return;
  form.reset();
  form.querySelectorAll("input:not([type]), input[type=text], textarea").forEach((field) => { field.value = ""; });
  form.querySelectorAll("[data-keep-notice]").forEach((notice) => { notice.hidden = true; });
}
