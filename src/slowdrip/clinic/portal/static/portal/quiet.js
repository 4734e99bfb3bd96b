// A tablet that lies about shows by itself that its time is over: it asks for its page anew when nobody used it for so long.
//
//   <body data-quiet-s>   how long; counted anew with each question that comes without a page load ("slowdrip:shown")
//   sessionStorage "slowdrip:handed"   set here, so that a page of the staff that Back brings out of memory is asked for anew
//
// Without scripts a tag in <noscript> does the same, and each tap loads a page.

const LOOKS_EVERY_MS = 5_000;
const quietMs = Number(document.body.dataset.quietS) * 1_000;
let endsAt = 0;

function arm() { endsAt = Date.now() + quietMs; }

// The time of day is compared, so that a tablet that slept sees it on waking. The address is asked for, nothing is sent again.
function look() {
  if (Date.now() < endsAt) return;
  arm();
  location.replace(location.href);
}

if (quietMs > 0) {
  sessionStorage.setItem("slowdrip:handed", "1");
  arm();
  document.addEventListener("slowdrip:shown", arm);
  document.addEventListener("visibilitychange", look);
  setInterval(look, LOOKS_EVERY_MS);
}
