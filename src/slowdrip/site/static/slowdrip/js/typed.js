// Keeps a typed form that has a page of its own while the server is away, and goes back to the chair.
//
//   <form method="post" data-queue="Note" data-queue-back="/kestrel/drips/UUID/" data-keep="enter:…">
//     <p data-onetap-failed hidden>                  the tablet could not keep it: paper
//
// With the server there, the form goes its usual way.

import { clear, entryOf, freshId, nameHands, say, setHidden } from "./entry.js";
import * as keep from "./keep.js";
import * as sending from "./sending.js";

function isOurs(form) {
  return form.matches?.("[data-queue][data-queue-back]");
}

async function take(form, submitter) {
  say(form, false);
  await sending.take(entryOf(form, submitter));
  keep.forget(form);
  // The browser may bring this page back as it stood: it is empty, and what is typed there next is another entry.
  clear(form);
  setHidden(form, "event_id", freshId());
  location.assign(form.dataset.queueBack);
}

function onSubmit(event) {
  if (!isOurs(event.target)) return;
  nameHands(event.target);
  if (!sending.isHolding()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  take(event.target, event.submitter).catch(() => say(event.target, true));
}

// A draft that is on its way by the queue must not be typed again: its form is brought back empty.
function forgetKept() {
  for (const { id, draft } of sending.kept()) {
    const form = draft && document.querySelector(`form[data-keep="${CSS.escape(draft)}"]`);
    if (!form || (form.dataset.sentId ?? form.elements.namedItem("event_id")?.value) !== id) continue;
    delete form.dataset.sentId;
    keep.forget(form);
    clear(form);
    // A form with a page of its own came with its id from the server; a one-tap form makes its own.
    if (isOurs(form)) setHidden(form, "event_id", freshId());
  }
}

export function start() {
  document.addEventListener("submit", onSubmit, true);
  document.addEventListener("slowdrip:queue", forgetKept);
}
