// The review's keys and the selection for a citation. Everything works without this script.
(() => {
  "use strict";
  const review = document.querySelector("[data-review]");
  if (!review) return;

  const typing = (target) => target.closest("input, textarea, select, [contenteditable], .select2-container");
  const items = () => [...review.querySelectorAll(".desk-sentence .desk-item")];
  const go = (step) => {
    const all = items();
    const at = all.findIndex((item) => item.classList.contains("desk-current"));
    const next = all[at + step]?.id ?? (step > 0 ? review.dataset.after : review.dataset.before);
    if (next) window.location.href = `?at=${next}#${next}`;
  };
  const press = {
    j: () => go(1),
    k: () => go(-1),
    o: () => window.django?.jQuery(review.querySelector(".desk-choices select.admin-autocomplete")).select2?.("open"),
    n: () => review.querySelector(".desk-choices input[name=name]")?.focus(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const button = review.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (button) {
      event.preventDefault();
      button.click();
    } else if (Object.hasOwn(press, event.key)) {
      event.preventDefault();
      press[event.key]();
    }
  });

  // A selection in the text goes into every form that marks words, with its place in code points.
  const text = review.querySelector("[data-selectable]");
  const forms = [...review.querySelectorAll("[data-marking]")].map((form) => form.elements);
  const select = () => {
    const selection = document.getSelection();
    if (!selection.rangeCount || !selection.getRangeAt(0).intersectsNode(text)) return;
    const range = selection.getRangeAt(0).cloneRange();
    if (!text.contains(range.startContainer)) range.setStart(text, 0);
    if (!text.contains(range.endContainer)) range.setEnd(text, text.childNodes.length);
    const words = range.toString();
    if (!words.trim()) return;
    const before = document.createRange();
    before.setStart(text, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const lead = words.length - words.trimStart().length;
    const start = [...before.toString()].length + lead;
    for (const { words: field, start: place } of forms) [field.value, place.value] = [words.trim(), start];
  };
  text?.addEventListener("mouseup", select);
  text?.addEventListener("touchend", () => setTimeout(select));
  text?.addEventListener("keyup", select);
  for (const { words, start } of forms) words.addEventListener("input", () => (start.value = ""));

  review.querySelector(".desk-current")?.scrollIntoView({ block: "center" });
})();
