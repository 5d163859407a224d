// What pages do without asking the service's pages: complete names, show opened places, copy, save tables as CSV.
"use strict";

// ---------------------------------------------------------------- places, shown when they are opened

function centre(image) {
  // The picture holds two pixels a point at most; its frame is brought into the middle of what is seen of it.
  const sheet = image.closest(".sheet");
  const [x, y, width, height] = (image.dataset.xywh || "").split(",").map(Number);
  if (!sheet || !image.naturalWidth || !Number.isFinite(height)) return;
  const scale = (2 * image.clientWidth) / image.naturalWidth;
  sheet.scrollTop = (y + height / 2) * scale - sheet.clientHeight / 2;
  sheet.scrollLeft = (x + width / 2) * scale - sheet.clientWidth / 2;
}

async function fill(sheet) {
  const address = sheet.dataset.part;
  delete sheet.dataset.part;
  try {
    const reply = await fetch(address, { headers: { Accept: "text/html" } });
    if (!reply.ok) throw new Error(String(reply.status));
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    const read = [...page.querySelectorAll("main table.grid, main pre.lines, main .note")];
    sheet.replaceChildren(...read.map((each) => document.importNode(each, true)));
    const mark = sheet.querySelector("mark");
    if (mark) {
      const seen = mark.getBoundingClientRect(), frame = sheet.getBoundingClientRect();
      sheet.scrollTop += seen.top - frame.top - frame.height / 2;
      sheet.scrollLeft += seen.left - frame.left - frame.width / 2;
    }
  } catch {
    sheet.textContent = sheet.dataset.failed;
  }
}

document.addEventListener("load", (event) => {
  if (event.target instanceof HTMLImageElement && event.target.dataset.xywh) centre(event.target);
}, true);
document.addEventListener("toggle", (event) => {
  if (!event.target.open) return;
  event.target.querySelectorAll(":scope > .sheet[data-part]").forEach(fill);
  event.target.querySelectorAll(":scope > .sheet img[data-xywh]").forEach(centre);
}, true);

document.addEventListener("click", (event) => {
  // A figure of a table as read: its page beside it, the cell marked.
  const link = event.target.closest?.("a[data-show]");
  const image = link && document.getElementById(link.dataset.show);
  if (!image || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  document.querySelectorAll("a[data-show][aria-current]").forEach((each) => each.removeAttribute("aria-current"));
  link.setAttribute("aria-current", "true");
  image.dataset.xywh = link.dataset.xywh;
  image.src = link.href;
});

// ---------------------------------------------------------------- copy; tables as CSV

function cells(table) {
  const quoted = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return [...table.rows].map((row) => [...row.cells].map((cell) => quoted(cell.innerText.trim())).join(",")).join("\r\n");
}

async function copy(button) {
  const text = button.dataset.copyText ?? document.getElementById(button.dataset.copy).innerText;
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without https browsers have no clipboard: the text is selected, so that Ctrl-C takes it.
    const area = Object.assign(document.createElement("textarea"), { value: text });
    button.after(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  button.textContent = button.dataset.done;
  setTimeout(() => (button.textContent = label), 2000);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button");
  if (button?.dataset.done) copy(button);
  if (button?.dataset.csv) {
    // The mark at the beginning tells spreadsheets that the file is UTF-8.
    const content = "\ufeff" + cells(document.getElementById(button.dataset.csv)) + "\r\n";
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content], { type: "text/csv;charset=utf-8" }));
    link.download = button.dataset.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }
});

// ---------------------------------------------------------------- completion of names, as a combobox (WAI-ARIA)

let asked = 0;

function offer(input, start, items) {
  const list = document.getElementById(input.getAttribute("aria-controls"));
  list.replaceChildren(...items.map((item, number) => {
    const option = Object.assign(document.createElement("li"), { id: `completion-${number}`, textContent: item });
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.addEventListener("mousedown", (event) => { event.preventDefault(); take(input, option); });
    return option;
  }));
  list.dataset.start = start;
  list.hidden = items.length === 0;
  input.setAttribute("aria-expanded", String(items.length > 0));
  input.removeAttribute("aria-activedescendant");
}

function take(input, option) {
  const start = Number(option.parentElement.dataset.start), end = input.selectionStart;
  input.setRangeText(option.textContent, start, end, "end");
  offer(input, 0, []);
  input.focus();
}

function move(input, by) {
  const options = [...document.querySelectorAll(`#${input.getAttribute("aria-controls")} [role=option]`)];
  const now = options.findIndex((each) => each.getAttribute("aria-selected") === "true");
  options.forEach((each) => each.setAttribute("aria-selected", "false"));
  const next = options[(now + by + options.length + (now < 0 && by < 0 ? 1 : 0)) % options.length];
  next.setAttribute("aria-selected", "true");
  next.scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", next.id);
}

document.addEventListener("input", async (event) => {
  const input = event.target;
  if (!input.dataset?.complete || event.isComposing) return;
  const turn = ++asked;
  await new Promise((resolve) => setTimeout(resolve, 120));
  const text = input.value.slice(0, input.selectionStart);
  if (turn !== asked) return;
  if (!text.trim()) return offer(input, 0, []);
  const lang = document.documentElement.lang.startsWith("en") ? "en" : "zh";
  try {
    const reply = await fetch(`${input.dataset.complete}?${new URLSearchParams({ text, lang })}`);
    const found = reply.ok ? await reply.json() : { start: 0, items: [] };
    if (turn === asked) offer(input, found.start, found.items);
  } catch {
    offer(input, 0, []);
  }
});

document.addEventListener("keydown", (event) => {
  const input = event.target;
  if (!input.dataset?.complete || input.getAttribute("aria-expanded") !== "true" || event.isComposing) return;
  const chosen = document.getElementById(input.getAttribute("aria-activedescendant") ?? "");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") move(input, event.key === "ArrowDown" ? 1 : -1);
  else if (event.key === "Enter" && chosen) take(input, chosen);
  else if (event.key === "Escape") offer(input, 0, []);
  else return;
  event.preventDefault();
});

document.addEventListener("focusout", (event) => {
  if (event.target.dataset?.complete) offer(event.target, 0, []);
});

// ---------------------------------------------------------------- files, jobs and reviews: with the key, kept in this tab

const KEY = "mingzhang-key", WORK = "mingzhang-work";

function remembered() {
  for (const field of document.querySelectorAll("[data-key]:not([data-filled])")) {
    field.dataset.filled = "";
    field.value = sessionStorage.getItem(KEY) ?? "";
  }
  for (const block of document.querySelectorAll("[data-work]:not([data-filled])")) {
    block.dataset.filled = "";
    const work = JSON.parse(localStorage.getItem(WORK) ?? "[]").filter((each) => each.kind === block.dataset.work);
    block.hidden = work.length === 0;
    block.querySelector("ul").replaceChildren(...work.map((each) => {
      const item = document.createElement("li");
      item.append(Object.assign(document.createElement("a"), { href: each.page, textContent: each.name }), ` ${each.time}`);
      return item;
    }));
  }
  for (const content of document.querySelectorAll(".cm-content:not([aria-label])")) {
    content.setAttribute("aria-label", content.closest(".editor")?.getAttribute("aria-label") ?? "");
    content.tabIndex = 0;
    content.closest(".cm-scroller").tabIndex = 0;
  }
}
new MutationObserver(remembered).observe(document, { childList: true, subtree: true });

function authorization(form) {
  const field = form.querySelector("[data-key]") ?? document.querySelector("[data-key]");
  const key = field?.value ?? "";
  sessionStorage.setItem(KEY, key);
  // A header holds Latin letters only; a key with others is wrong in any case, and is told so.
  return { Authorization: `Bearer ${key.replace(/[^\x20-\xff]/g, "?")}` };
}

function upload(form) {
  const [file] = form.querySelector("[type=file]").files;
  const told = form.querySelector("[role=status]"), progress = form.querySelector("progress");
  const request = new XMLHttpRequest();
  const failed = (message) => {
    progress.hidden = true;
    told.className = "refusal";
    told.textContent = message;
  };
  request.open("POST", `${form.dataset.upload}?${new URLSearchParams({ name: file.name })}`);
  request.setRequestHeader("Authorization", authorization(form).Authorization);
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.upload.onprogress = (event) => { progress.value = event.lengthComputable ? event.loaded / event.total : 0; };
  request.onerror = () => failed(told.dataset.failed);
  request.onload = () => {
    let reply = {};
    try { reply = JSON.parse(request.responseText); } catch { /* told below */ }
    if (request.status >= 300) return failed(reply.detail ?? told.dataset.failed);
    const page = reply.page ?? form.dataset.page + reply.job;
    const work = JSON.parse(localStorage.getItem(WORK) ?? "[]");
    const entry = { kind: form.dataset.upload, name: file.name, page, time: new Date().toLocaleString() };
    localStorage.setItem(WORK, JSON.stringify([entry, ...work].slice(0, 20)));
    location.assign(page + location.search);
  };
  progress.hidden = false;
  told.className = "";
  told.textContent = told.dataset.sending;
  request.send(file);
}

async function review(form, button) {
  const told = form.querySelector("[role=status]");
  const note = form.querySelector("[name=note]").value, by = document.querySelector("[data-by]")?.value ?? "";
  try {
    const reply = await fetch(form.dataset.review, {
      method: "PUT", headers: { ...authorization(form), "Content-Type": "application/json" },
      body: JSON.stringify(button.value ? { verdict: button.value, note, by } : {}),
    });
    told.classList.toggle("refusal", !reply.ok);
    told.textContent = reply.ok ? `${button.dataset.word} · ${form.dataset.done}` : (await reply.json()).detail;
  } catch (error) {
    told.textContent = String(error);
  }
}

document.addEventListener("submit", (event) => {
  if (event.target.dataset.upload) upload(event.target);
  else if (event.target.dataset.review) review(event.target, event.submitter);
  else return;
  event.preventDefault();
});

for (const name of ["dragover", "drop"]) {
  document.addEventListener(name, (event) => {
    const drop = event.target.closest?.(".drop");
    document.querySelectorAll(".drop").forEach((each) => each.classList.toggle("over", each === drop && name === "dragover"));
    if (!drop) return;
    event.preventDefault();
    if (name === "drop") drop.querySelector("input").files = event.dataTransfer.files;
  });
}
