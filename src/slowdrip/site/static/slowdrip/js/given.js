// Opens a page anew when this browser became a patient's screen meanwhile: the server then leads it to the patient's page.
//
//   localStorage["slowdrip:given"]   set by the patient's page each time it opens

const GIVEN = "slowdrip:given";
const before = localStorage.getItem(GIVEN);

function look() {
  if (localStorage.getItem(GIVEN) !== before) location.reload();
}

export function start() {
  window.addEventListener("storage", (event) => event.key === GIVEN && look());
  window.addEventListener("pageshow", (event) => event.persisted && look());
}
