// Says whether a finger (or the mouse) is on the page: a key or a link that is replaced between touch and release is never
// tapped at all.

// The browser tells of the click right after the release; a finger that was never seen to leave is forgotten.
const RELEASED_MS = 100;
const FORGOTTEN_MS = 10000;

let downUntil = 0;

export function isDown() {
  return performance.now() < downUntil;
}

function holdFor(milliseconds) {
  downUntil = performance.now() + milliseconds;
}

export function start() {
  const options = { capture: true, passive: true };
  document.addEventListener("pointerdown", () => holdFor(FORGOTTEN_MS), options);
  document.addEventListener("pointerup", () => holdFor(RELEASED_MS), options);
  document.addEventListener("pointercancel", () => holdFor(0), options);
}
