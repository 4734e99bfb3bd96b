// Sends one kept entry to the server, in the way of a tap, and gives what it answered.

import { actor } from "./actor.js";

const ANSWER_WITHIN_MS = 10_000;

export function csrf() {
  return document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/)?.[1] ?? "";
}

function bodyOf(entry) {
  // The session may be another person's than this page's: the server is told whose it is, and ignores one's own id.
  const hands = entry.carries ? ["captured_by", entry.actor] : ["page_actor", actor()];
  return new URLSearchParams([["event_id", entry.id], ["occurred_at", entry.at], hands, ...entry.fields]);
}

// AbortSignal.timeout is younger than some tablets.
function within(milliseconds) {
  const giveUp = new AbortController();
  setTimeout(() => giveUp.abort(), milliseconds);
  return giveUp.signal;
}

export async function ask(entry) {
  const headers = { "X-CSRFToken": csrf(), "HX-Request": "true", "HX-Current-URL": location.href, "X-Slowdrip-Live": "1" };
  const signal = within(ANSWER_WITHIN_MS);
  const how = { method: "POST", headers, body: bodyOf(entry), credentials: "same-origin", redirect: "manual", signal };
  const response = await fetch(entry.action, how);
  return { response, text: await response.text() };
}
