// Reads what the server's answer to a sent entry means:
//
//   stored    it has the entry
//   refused   it says no to what was entered, in its words
//   barred    no to this entry (no such drip, no such right): the others may go on
//   closed    this screen is locked or signed out: none may
//   away      nobody knows; the same is sent again

const REFUSED = new Set([400, 409, 413, 422]);
const BARRED = new Set([403, 404, 405, 410]);

// A locked or signed-out screen answers by sending the page to where it is opened.
export function isToTheDoor(address) {
  return Boolean(address) && /^\/(account\/|[^/]+\/locked\/)/.test(new URL(address, location.href).pathname);
}

export function outcomeOf({ response, text }) {
  const elsewhere = response.headers.get("HX-Redirect");
  if (isToTheDoor(elsewhere)) return { is: "closed" };
  // A yes is the saved bar or the way to the entry's page: a gateway's page of its own is neither.
  if (response.ok && (elsewhere || text.includes('id="saved"'))) return { is: "stored" };
  if (REFUSED.has(response.status)) return { is: "refused", words: wordsIn(text) || `${response.status}` };
  return BARRED.has(response.status) ? { is: "barred", words: `${response.status}` } : { is: "away" };
}

function wordsIn(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const lines = [...page.querySelectorAll(".saved--problem .saved__text, .field__error, .errors p")];
  return [...new Set(lines.map((line) => line.textContent.replace(/\s+/g, " ").trim()))].join(" ");
}
