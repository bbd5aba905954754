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
    const next = all[at + step];
    if (next) window.location.href = `?at=${next.id}#${next.id}`;
  };
  const press = {
    j: () => go(1),
    k: () => go(-1),
    o: () => window.jQuery?.(review.querySelector(".desk-choices select.admin-autocomplete")).select2?.("open"),
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

  const text = review.querySelector("[data-selectable]");
  const words = review.querySelector("textarea[name=words]");
  text?.addEventListener("mouseup", () => {
    const selected = String(document.getSelection()).trim();
    if (selected) words.value = selected;
  });

  review.querySelector(".desk-current")?.scrollIntoView({ block: "center" });
})();
