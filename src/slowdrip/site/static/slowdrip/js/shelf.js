// The shelf of this tablet: chair pages as they stood, and the files they need, in a database of its own.
//
//   pages   {path, actor, at, html, policy}      files   {path, mark, type, body}
//
// IndexedDB with strict durability, and not the browser's cache store: that one writes its list of contents seconds later, and
// a browser killed in between has lost it. The service worker reads the same shelf.

import { complete, opened } from "./store.js";

const NAME = "slowdrip-shelf";

function upgrade(database) {
  ["pages", "files"].forEach((store) => database.createObjectStore(store, { keyPath: "path" }));
}

async function run(store, mode, work) {
  const transaction = (await opened(NAME, upgrade)).transaction(store, mode, { durability: "strict" });
  const request = work(transaction.objectStore(store));
  await complete(transaction);
  return request?.result;
}

export function put(store, thing) {
  return run(store, "readwrite", (place) => place.put(thing));
}

export function get(store, path) {
  return run(store, "readonly", (place) => place.get(path));
}

export function remove(store, path) {
  return run(store, "readwrite", (place) => place.delete(path));
}

// Takes every page there is, in one step that a browser closed in between has done or not done.
export function clear(store) {
  return run(store, "readwrite", (place) => place.clear());
}

// Takes every page from the shelf that `isKept` does not name, given the pages with the newest first.
export async function tidyPages(isKept) {
  const pages = await run("pages", "readonly", (place) => place.getAll());
  const newest = pages.sort((one, other) => other.at - one.at);
  await Promise.all(newest.filter((page, place) => !isKept(page, place)).map((page) => remove("pages", page.path)));
}
