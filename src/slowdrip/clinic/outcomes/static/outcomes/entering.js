// Item numbers typed one after the other: a box that is full leads to the next one, and Enter does too instead of saving.
//
//   <form data-entering>  its boxes are .enter__box[data-high]

const LETTERS = new Set(["r", "n", "x"]);

function isFull(box) {
  const typed = box.value.trim().toLowerCase();
  return LETTERS.has(typed) || (/^\d+$/.test(typed) && typed.length >= box.dataset.high.length);
}

function onward(box) {
  const boxes = [...box.form.querySelectorAll(".enter__box")];
  const next = boxes[boxes.indexOf(box) + 1];
  (next ?? box.form.querySelector("[name=total_typed], [name=way]")).focus();
  if (next) next.select();
}

document.addEventListener("input", (event) => {
  if (event.target.matches("[data-entering] .enter__box") && isFull(event.target)) onward(event.target);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("[data-entering] .enter__box")) return;
  event.preventDefault();
  onward(event.target);
});
