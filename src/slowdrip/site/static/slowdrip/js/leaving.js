// Leaves nothing of a patient behind when a screen is locked or signed out, also while the server is away.
//
//   <form data-forget-drafts …>          locks the screen, or signs out
//   <template data-closed-here> … </template>   stands instead of the page until the server has locked the screen
//   body[data-leaving]                   set here: nothing of this page is kept any more
//   sessionStorage "slowdrip:handed"     set by a patient's page on this tablet: a page that Back brings out of memory is asked for anew
//
// The kept pages are gone before the browser goes on. Without the server the screen is closed here: the page is taken away, it
// stays away when it is opened anew in this tab, and the lock is asked for until the server has it.

import { actor } from "./actor.js";
import { isToTheDoor } from "./answer.js";
import { csrf } from "./asking.js";
import * as shelf from "./shelf.js";

const ASKED = "slowdrip:lock-asked";
const HANDED = "slowdrip:handed";
const FORGET_WITHIN_MS = 2000;
const ASK_EVERY_MS = 3000;
let asking = null;

function forget() {
  document.body.dataset.leaving = "";
  const late = new Promise((resolve) => { setTimeout(resolve, FORGET_WITHIN_MS); });
  return Promise.race([shelf.clear("pages").catch(() => {}), late]);
}

// Locked, signed out, or no longer a screen of this clinic: the page may be asked for again.
async function ask({ action, fields }) {
  const body = new URLSearchParams([...fields, ["csrfmiddlewaretoken", csrf()]]);
  const response = await fetch(action, { method: "POST", body, credentials: "same-origin" }).catch(() => null);
  if (!response || !(isToTheDoor(response.url) || response.status === 404)) return;
  sessionStorage.removeItem(ASKED);
  location.reload();
}

function closeHere(lock) {
  forget();
  const shown = document.querySelector("[data-closed-here]")?.content.cloneNode(true);
  delete document.body.dataset.actor;
  document.body.replaceChildren(...(shown ? [shown] : []));
  asking ??= setInterval(() => ask(lock), ASK_EVERY_MS);
}

function asked() {
  return JSON.parse(sessionStorage.getItem(ASKED) ?? "null");
}

async function leave(form) {
  await forget();
  HTMLFormElement.prototype.submit.call(form);
}

function onSubmit(event) {
  const form = event.target;
  if (!("forgetDrafts" in form.dataset)) return;
  event.preventDefault();
  if (!actor() || !("stale" in document.body.dataset)) {
    leave(form);
    return;
  }
  const fields = [...new FormData(form).entries()].filter(([name]) => name !== "csrfmiddlewaretoken");
  const lock = { action: form.getAttribute("action"), fields };
  sessionStorage.setItem(ASKED, JSON.stringify(lock));
  closeHere(lock);
}

function closeAgain() {
  const lock = asked();
  if (lock && actor()) closeHere(lock);
  else if (lock) sessionStorage.removeItem(ASKED);
}

function onShown(event) {
  if (!event.persisted) return;
  if (sessionStorage.getItem(HANDED)) {
    document.body.hidden = true;
    location.reload();
    return;
  }
  delete document.body.dataset.leaving;
  closeAgain();
}

export function start() {
  // After keep.js, which forgets the drafts of the same form.
  document.addEventListener("submit", onSubmit);
  window.addEventListener("pageshow", onShown);
  // A page that the server gave to somebody of the staff: the tablet is back.
  if (actor()) sessionStorage.removeItem(HANDED);
  closeAgain();
}
