// Lets the chair page answer to what it keeps: how the pump stands by the last queued key, and which symptoms go on.
//
//   <p data-queued-echo hidden data-paused="Paused at {} (not on the server yet)" …>
//   <div id="pump" data-pump-phase="running"> <form data-pump-when="running"> <form data-pump-when="paused" hidden>
//   <button name="symptom_started" value="nausea" aria-pressed="false">
//
// The server's own page replaces all of it as soon as it has the entries.

import { clockOf } from "./clock.js";

const PHASE_AFTER = { started: "running", paused: "paused", resumed: "running", stopped: "over", completed: "over" };
const OPPOSITE = { symptom_started: "symptom_ended", symptom_ended: "symptom_started" };

function lastPump(entries) {
  const keys = entries.filter((entry) => entry.state !== "refused" && entry.action.endsWith("/tap/"));
  return keys.map((entry) => ({ at: entry.at, kind: new Map(entry.fields).get("kind") })).filter((key) => key.kind in PHASE_AFTER).pop();
}

function echoPump(entries) {
  const last = lastPump(entries);
  const phase = last ? PHASE_AFTER[last.kind] : document.querySelector("[data-pump-phase]")?.dataset.pumpPhase;
  document.querySelectorAll("[data-pump-when]").forEach((part) => { part.hidden = !part.dataset.pumpWhen.split(" ").includes(phase); });
  document.querySelectorAll("[data-queued-echo]").forEach((line) => {
    line.hidden = !last;
    if (last) line.querySelector("[data-echo-words]").textContent = line.dataset[last.kind].replace("{}", clockOf(last.at));
  });
}

// The key means the opposite once its tap is kept: "over" after "began".
function echoSymptom(button, entries) {
  button.dataset.means ??= button.name;
  button.dataset.pressed ??= button.getAttribute("aria-pressed");
  const told = entries.flatMap((entry) => entry.fields).filter(([name, value]) => name in OPPOSITE && value === button.value).pop();
  button.name = told ? OPPOSITE[told[0]] : button.dataset.means;
  button.setAttribute("aria-pressed", told ? String(told[0] === "symptom_started") : button.dataset.pressed);
}

export function echo(entries) {
  echoPump(entries);
  const standing = entries.filter((entry) => entry.state !== "refused");
  document.querySelectorAll('button[name^="symptom_"]').forEach((button) => echoSymptom(button, standing));
}
