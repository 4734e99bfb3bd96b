// A patient's questions without a page load between them. Without this script each key is a plain form, and all works too.
//
//   <form data-answer>   its keys send; [data-failed] are the words shown when the server was not heard
//   [data-question]      the heading that is read out when a new question is there
//
// A tap that failed is not kept: the words say so and the keys stay. Sent again it carries the same id, so it counts once.

const PATIENCE_MS = 10_000;
// A finger that taps twice must not answer the next question, whose keys stand in the same place.
const SETTLES_MS = 350;
class NotTaken extends Error {}
let isSending = false;
let shownAt = -SETTLES_MS;

function bodyOf(form, key) {
  const body = new FormData(form);
  if (key && key.name) body.set(key.name, key.value);
  return body;
}

async function fetched(address, options) {
  const impatience = new AbortController();
  const timer = setTimeout(() => impatience.abort(), PATIENCE_MS);
  try {
    const response = await fetch(address, { ...options, cache: "no-store", credentials: "same-origin", signal: impatience.signal });
    if (response.status >= 500) throw new Error(String(response.status));
    return { page: await response.text(), url: response.url, wasTaken: response.ok };
  } finally {
    clearTimeout(timer);
  }
}

// A whole page comes back: its middle and foot take the place of those here, and its address that of this page.
// What was typed and not taken stays: in the page that came, or where that has no box for it, here, with its words.
function show({ page, url, wasTaken }, { moves }) {
  const next = new DOMParser().parseFromString(page, "text/html");
  const typed = wasTaken ? "" : (document.querySelector("main textarea")?.value ?? "");
  const box = next.querySelector("main textarea");
  if (typed && box) box.value = typed;
  if (typed && !box) {
    throw new NotTaken([...next.querySelectorAll("main h1, main .portal__lead")].map((each) => each.textContent).join(". "));
  }
  if (!next.querySelector("body.portal")) {
    location.assign(url);
    return;
  }
  for (const name of ["main", ".portal__foot"]) document.querySelector(name).replaceWith(next.querySelector(name));
  document.title = next.title;
  shownAt = performance.now();
  document.dispatchEvent(new Event("slowdrip:shown"));
  if (moves && url !== location.href) history.pushState({}, "", url);
  window.scrollTo(0, 0);
  (document.querySelector("[data-question]") ?? document.querySelector("main")).focus({ preventScroll: true });
}

function fail(form, why) {
  const words = document.querySelector("[data-failed]");
  if (words && why instanceof NotTaken) words.textContent = `${words.dataset.notTaken ?? ""} ${why.message}`;
  if (words) words.hidden = false;
  form.removeAttribute("aria-busy");
}

async function send(form, key) {
  isSending = true;
  if (key) key.setAttribute("aria-busy", "true");
  try {
    show(await fetched(form.action, { method: "POST", body: bodyOf(form, key) }), { moves: true });
  } catch (why) {
    fail(form, why);
  }
  if (key) key.removeAttribute("aria-busy");
  isSending = false;
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-answer]")) return;
  event.preventDefault();
  if (!isSending && performance.now() - shownAt >= SETTLES_MS) send(event.target, event.submitter);
});

window.addEventListener("popstate", () => { location.reload(); });
