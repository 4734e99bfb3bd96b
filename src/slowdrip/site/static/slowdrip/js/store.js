// Opens the browser's databases; a page of a newer version is not kept waiting for one that an older page holds open.

// Just after a browser was killed its databases may still be held by what is left of it.
const TRIES = 6;
const AGAIN_MS = 250;

const opening = new Map();

function open(name, upgrade) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => upgrade(request.result);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
  });
}

async function openAtLast(name, upgrade) {
  for (let left = TRIES - 1; ; left -= 1) {
    try {
      return await open(name, upgrade);
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((resolve) => { setTimeout(resolve, AGAIN_MS); });
    }
  }
}

// Gives the database of that name; `upgrade` makes its stores where there is none yet. What failed is tried anew next time.
export function opened(name, upgrade) {
  if (!opening.has(name)) {
    const asked = openAtLast(name, upgrade);
    opening.set(name, asked);
    asked.catch(() => opening.delete(name));
  }
  return opening.get(name);
}

// Resolves when everything of the transaction is written.
export function complete(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error("not kept"));
    transaction.onerror = () => reject(transaction.error);
  });
}
