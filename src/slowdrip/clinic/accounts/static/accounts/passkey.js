// Says in words when a passkey could not be used; the sign-in library only writes to the console.

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.querySelectorAll("[data-passkey-failed]").forEach((line) => { line.hidden = false; });
});
