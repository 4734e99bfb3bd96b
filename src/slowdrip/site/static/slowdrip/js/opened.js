// Keeps a part of the page open that a person opened, when the server sends that part anew.
//
//   <details id="met-gates" data-keep-open>

const wanted = new Set();

function note(event) {
  const part = event.target;
  if (!part.matches?.("details[data-keep-open][id]")) return;
  if (part.open) wanted.add(part.id);
  else if (part.isConnected) wanted.delete(part.id);
}

function openAgain() {
  for (const id of wanted) {
    const part = document.getElementById(id);
    if (part && !part.open) part.open = true;
  }
}

export function start() {
  document.addEventListener("toggle", note, true);
  document.addEventListener("htmx:oobAfterSwap", openAgain);
  document.addEventListener("htmx:afterSettle", openAgain);
}
