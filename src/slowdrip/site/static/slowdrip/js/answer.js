// Reads what the server's answer to a sent entry means: stored, refused with its words, closed to this screen, or away.

const AWAY = new Set([0, 408, 425, 429, 502, 503, 504]);
const CLOSED = new Set([401, 403, 404]);

// A locked or signed-out screen answers by sending the page to where it is opened.
export function isToTheDoor(address) {
  return Boolean(address) && /^\/(account\/|[^/]+\/locked\/)/.test(new URL(address, location.href).pathname);
}

export function outcomeOf({ response, text }) {
  const elsewhere = response.headers.get("HX-Redirect");
  if (isToTheDoor(elsewhere) || response.type === "opaqueredirect" || CLOSED.has(response.status)) return { is: "closed" };
  if (AWAY.has(response.status)) return { is: "away" };
  // A yes is the saved bar or the way to the entry's page: a gateway's page of its own is neither.
  if (response.ok && (elsewhere || text.includes('id="saved"'))) return { is: "stored" };
  return response.ok ? { is: "away" } : { is: "refused", words: wordsIn(text) || `${response.status}` };
}

function wordsIn(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const lines = [...page.querySelectorAll(".saved--problem .saved__text, .field__error, .errors p")];
  return [...new Set(lines.map((line) => line.textContent.replace(/\s+/g, " ").trim()))].join(" ");
}
