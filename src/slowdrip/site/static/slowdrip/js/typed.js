// Keeps a typed form that has a page of its own while the server is away, and goes back to the chair.
//
//   <form method="post" data-queue="Note" data-queue-back="/kestrel/drips/UUID/" data-keep="enter:…">
//
// With the server there, the form goes its usual way.

import { clear, entryOf } from "./entry.js";
import * as keep from "./keep.js";
import * as sending from "./sending.js";

function isOurs(form) {
  return form.matches?.("[data-queue][data-queue-back]");
}

async function take(form, submitter) {
  await sending.take(entryOf(form, submitter));
  keep.forget(form);
  location.assign(form.dataset.queueBack);
}

function onSubmit(event) {
  if (!isOurs(event.target) || !sending.isHolding()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  take(event.target, event.submitter).catch(() => {});
}

// A draft that is on its way by the queue must not be typed again: its form is brought back empty.
function forgetKept() {
  for (const { id, draft } of sending.kept()) {
    const form = draft && document.querySelector(`form[data-keep="${CSS.escape(draft)}"]`);
    if (!form || (form.dataset.sentId ?? form.elements.namedItem("event_id")?.value) !== id) continue;
    delete form.dataset.sentId;
    keep.forget(form);
    clear(form);
  }
}

export function start() {
  document.addEventListener("submit", onSubmit, true);
  document.addEventListener("slowdrip:queue", forgetKept);
}
