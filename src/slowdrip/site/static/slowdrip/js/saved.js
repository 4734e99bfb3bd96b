// The bar that says what was saved. Its lines stay until closed: nobody with gloves on can race a timer.
//
// An answer finds its places on the page by the form that asked. A line of the bar whose key (Undo, −1 min) waits for its
// answer while the bar is filled anew would be nowhere, and the answer lost: such a line waits at the end of the page, out of
// sight, and comes back when there was no answer.

function close(event) {
  const button = event.target.closest?.("[data-close]");
  if (button) button.closest(".saved")?.remove();
}

function putAside(event) {
  for (const form of event.detail.target.querySelectorAll(".saved form.htmx-request")) {
    const line = form.closest(".saved");
    line.hidden = true;
    document.body.append(line);
  }
}

function onAnswer(event) {
  const line = event.detail.requestConfig?.elt?.closest?.("body > .saved");
  if (!line) return;
  const isAnswered = event.detail.successful || event.detail.xhr?.status === 422;
  if (isAnswered) line.remove();
  else {
    document.getElementById("saved").append(line);
    line.hidden = false;
  }
}

export function start() {
  document.addEventListener("click", close);
  document.addEventListener("htmx:oobBeforeSwap", putAside);
  document.addEventListener("htmx:afterRequest", onAnswer);
}
