// One tap on a name puts the finger in the PIN field; the pad types into it. Without this script the form works as it is.
//
//   <form data-pin> radios named "member", an input named "pin", <div data-pad hidden> with buttons data-digit, data-erase

function press(pin, key) {
  if ("erase" in key.dataset) pin.value = pin.value.slice(0, -1);
  else if (key.dataset.digit && pin.value.length < pin.maxLength) pin.value += key.dataset.digit;
}

function start(form) {
  const pin = form.elements.pin;
  const pad = form.querySelector("[data-pad]");
  form.addEventListener("change", (event) => event.target.name === "member" && pin.focus());
  if (form.querySelector('input[name="member"]:checked')) pin.focus();
  // The pad stands in for the tablet's own keyboard, which would cover it; a real keyboard still types.
  pin.inputMode = "none";
  pad.hidden = false;
  // The finger goes on typing where it was: Enter after a digit opens, it does not repeat the digit.
  pad.addEventListener("mousedown", (event) => event.preventDefault());
  pad.addEventListener("click", (event) => {
    const key = event.target.closest("button");
    if (key) press(pin, key);
  });
}

document.querySelectorAll("form[data-pin]").forEach(start);
