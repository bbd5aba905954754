// Names for what unfold and select2 leave without one, for those who do not see the page.
(() => {
  "use strict";
  const each = (selector, change) => document.querySelectorAll(selector).forEach(change);
  const name = (element, words) => {
    const told = words?.trim().replace(/\s*\*$/, "");
    if (told && element.getAttribute("aria-label") !== told) element.setAttribute("aria-label", told);
  };
  const labelOf = (field) =>
    field?.getAttribute("aria-label") || document.querySelector(`label[for="${CSS.escape(field?.id ?? "")}"]`)?.textContent;

  function nameAll() {
    const main = document.getElementById("main") ?? document.getElementById("page");
    if (main && !main.hasAttribute("role")) main.setAttribute("role", "main");
    each("#nav-sidebar-apps [role=region]", (region) => name(region, "Menu"));
    each("fieldset[aria-labelledby] .simplebar-content-wrapper", (region) => {
      const heading = document.getElementById(region.closest("fieldset").getAttribute("aria-labelledby"));
      name(region, heading?.innerText);
    });
    each("td[data-label] :is(input:not([type=hidden]), select, textarea)", (field) => {
      if (!field.closest(".select2-container") && field.labels?.length === 0) name(field, field.closest("td").dataset.label);
    });
    each(":is(.vDateField, .vTimeField):not([aria-label])", (field) => {
      if (field.labels?.length) return;
      const label = field.closest(".group, .field-line")?.querySelector("label")?.innerText ?? "";
      name(field, `${label.trim().replace(/\s*\*$/, "")} ${field.matches(".vDateField") ? "(day)" : "(time)"}`);
    });
    each(".tabular th", (head) => {
      if (head.innerText.trim() || head.querySelector(".sr-only")) return;
      head.insertAdjacentHTML("beforeend", '<span class="sr-only">Remove</span>');
    });
    each(".select2-container", (box) => {
      const label = labelOf(box.previousElementSibling) ?? "Search";
      const list = box.querySelector("ul.select2-selection__rendered");
      if (list && list.getAttribute("role") !== "group") list.setAttribute("role", "group");
      for (const entry of list?.querySelectorAll("li:not([role])") ?? []) entry.setAttribute("role", "presentation");
      for (const part of box.querySelectorAll("[role=combobox], [role=textbox], ul.select2-selection__rendered, input")) {
        if (part.hasAttribute("aria-labelledby")) part.removeAttribute("aria-labelledby");
        name(part, label);
      }
    });
    each(".prose-editor", (editor) => {
      const area = editor.parentElement.querySelector("textarea");
      each(".ProseMirror", (text) => editor.contains(text) && name(text, labelOf(area) ?? "Text"));
    });
  }

  let asked = false;
  const soon = () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      nameAll();
    });
  };
  // The key / leads to the search, from wherever nothing is typed.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable], .select2-container")) return;
    const box = [...document.querySelectorAll("[role=search] input[type=search]")].find((one) => one.checkVisibility());
    if (!box) return;
    event.preventDefault();
    box.focus();
  });

  document.addEventListener("DOMContentLoaded", () => {
    nameAll();
    new MutationObserver(soon).observe(document.body, { childList: true, subtree: true });
  });
})();
