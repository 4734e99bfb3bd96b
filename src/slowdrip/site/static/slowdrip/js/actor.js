// Says whose page this is: whoever was signed in when it was made. The browser's session may be somebody else's by now.
//
//   <body data-actor="UUID">

export function actor() {
  return document.body.dataset.actor ?? "";
}
