// Leads back from the staff's door to the patient's page: whoever sits there must not stay without the key.

const QUIET_MS = 45_000;
let timer = null;

function again() {
  clearTimeout(timer);
  timer = setTimeout(() => { location.replace(document.body.dataset.back); }, QUIET_MS);
}

["keydown", "pointerdown", "change"].forEach((name) => { document.addEventListener(name, again); });
again();
