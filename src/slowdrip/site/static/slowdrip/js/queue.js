// Stores what this tablet has taken and the server has not said yes to: one entry per tap or form, in IndexedDB.
//
//   {id, at, action, fields, title, what, actor, by, carries, draft, state, words, kept_at, asked_at, order, tab}
//
//   state   "asked"    sent, and no answer yet
//           "waiting"  no answer came: sent again until one does
//           "refused"  the server says no, in `words`; a person decides
//
// Every change resolves when its transaction is complete, not when it was asked for: only then may a page say "kept".
// Strict durability: the browser has it on the disk by then. Ids, keys and typed values are kept; a patient's name only where typed.

import { complete, opened } from "./store.js";

const NAME = "slowdrip";
const STORE = "queue";
const channel = "BroadcastChannel" in window ? new BroadcastChannel("slowdrip:queue") : null;
let lastOrder = 0;
let asking = null;

function upgrade(database) {
  database.createObjectStore(STORE, { keyPath: "id" });
}

// Runs one change of the store and tells the pages of this browser when it is complete.
async function change(durability, work) {
  const transaction = (await opened(NAME, upgrade)).transaction(STORE, "readwrite", { durability });
  const isComplete = complete(transaction);
  work(transaction.objectStore(STORE));
  await isComplete;
  channel?.postMessage("changed");
}

// The order of taps holds even where the clock of the tablet is set back.
export function nextOrder() {
  lastOrder = Math.max(lastOrder + 1, Date.now());
  return lastOrder;
}

function isAnother(there, entry) {
  const told = ({ action, fields }) => JSON.stringify([action, fields]);
  return there !== undefined && told(there) !== told(entry);
}

// Writes an entry, also once more; under the id of another one it is not written, and nothing may say that it is kept.
export function put(entry) {
  // Asked once: a browser short of room must not throw away what nobody has seen.
  asking ??= navigator.storage?.persist?.().catch(() => {}) ?? true;
  return change("strict", (store) => {
    const request = store.get(entry.id);
    request.onsuccess = () => (isAnother(request.result, entry) ? store.transaction.abort() : store.put(entry));
  });
}

// Writes over some parts of an entry; one that is gone stays gone.
export function amend(id, parts) {
  return change("strict", (store) => {
    const request = store.get(id);
    request.onsuccess = () => request.result && store.put({ ...request.result, ...parts });
  });
}

// A removal that is lost with the power costs one more sending, which the server takes as the same.
export function remove(id) {
  return change("relaxed", (store) => store.delete(id));
}

export async function all() {
  const transaction = (await opened(NAME, upgrade)).transaction(STORE, "readonly");
  const request = transaction.objectStore(STORE).getAll();
  await complete(transaction);
  const entries = request.result.sort((one, other) => one.order - other.order);
  lastOrder = Math.max(lastOrder, ...entries.map((entry) => entry.order));
  return entries;
}

export function onChangeElsewhere(listener) {
  channel?.addEventListener("message", listener);
}
