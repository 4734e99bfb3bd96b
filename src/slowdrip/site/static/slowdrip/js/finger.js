// Says whether a finger (or the mouse) is on the page: a key or a link that is replaced between touch and release is never
// tapped at all. Each finger counts for itself: the first one up does not let go of what the second holds.

// The browser tells of the click right after the release; a finger that was never seen to leave is forgotten.
const RELEASED_MS = 100;
const FORGOTTEN_MS = 10000;

const downUntil = new Map();

export function isDown() {
  const now = performance.now();
  for (const [finger, until] of downUntil) if (until <= now) downUntil.delete(finger);
  return downUntil.size > 0;
}

function holdFor(event, milliseconds) {
  downUntil.set(event.pointerId, performance.now() + milliseconds);
}

export function start() {
  const options = { capture: true, passive: true };
  document.addEventListener("pointerdown", (event) => holdFor(event, FORGOTTEN_MS), options);
  document.addEventListener("pointerup", (event) => holdFor(event, RELEASED_MS), options);
  document.addEventListener("pointercancel", (event) => holdFor(event, 0), options);
}
