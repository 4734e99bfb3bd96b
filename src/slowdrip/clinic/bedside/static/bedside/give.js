// Without the server no screen is given: the sign-out has to be real. What else is left behind, leaving.js and keep.js forget.
//
//   <form data-give data-forget-drafts>

function onSubmit(event) {
  if (!event.target.matches("[data-give]") || !("stale" in document.body.dataset)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

// Capture: this runs before leaving.js, which would close the screen here and ask again and again.
document.addEventListener("submit", onSubmit, true);
