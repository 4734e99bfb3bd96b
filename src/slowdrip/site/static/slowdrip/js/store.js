// Opens the browser's databases; a page of a newer version is not kept waiting for one that an older page holds open.

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

// Gives the database of that name; `upgrade` makes its stores where there is none yet.
export function opened(name, upgrade) {
  if (!opening.has(name)) opening.set(name, open(name, upgrade));
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
