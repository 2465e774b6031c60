// The page works without this. With it, forms are sent in the background and what is new appears by itself.
"use strict";

const touched = new WeakSet(); // controls somebody has changed: they keep what stands in them
const asked = new WeakMap(); // forms, to what was asked in each and is not answered yet
let said = Promise.resolve(); // what is said arrives in the order in which it was typed
let opener = null; // what had the focus before a modal opened

document.documentElement.classList.add("scripted");

// Bring the page up to date

async function show(response, place = null) {
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  if (place && place !== location.href) return; // what was fetched for the page as it was; null: somebody did something
  if (!fresh.getElementById("app")) return tell(`The sandbox could not do that: ${response.status} ${response.statusText}.`);
  const { number } = document.body.dataset;
  if (response.url !== location.href) history.replaceState(null, "", response.url);
  if (response.ok && Number(fresh.body.dataset.number) < Number(number)) return show(await fetch(location.href)); // it is old already
  if (place && !fresh.querySelector(".column > .notice")) {
    for (const each of document.querySelectorAll(".column > .notice")) {
      fresh.querySelector(each.closest("aside") ? "aside > .top" : "main > .top")?.after(each.cloneNode(true));
    }
  }
  document.title = fresh.title;
  document.body.dataset.number = fresh.body.dataset.number;
  match(document.getElementById("app"), fresh.getElementById("app"));
  for (const each of document.querySelectorAll("[data-commands]")) sizeUp(each);
  settle();
}

const isControl = (node) => /^(INPUT|TEXTAREA|SELECT)$/.test(node.nodeName);
const mark = (node) => `${node.nodeName} ${node.id ?? ""} ${node.classList?.[0] ?? ""}`;

function match(old, fresh) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
  } else if (old.nodeName === "ARTICLE" && old.isEqualNode(fresh)) {
    return; // most messages stay as they are, and to see that is quicker than to look at everything in them
  } else if (!isControl(old)) {
    copyAttributes(old, fresh, /^(?!open$)/);
    matchChildren(old, fresh);
  } else if (!touched.has(old) || old.name !== fresh.name) {
    if (!old.isEqualNode(fresh)) take(old, fresh);
  } else {
    copyAttributes(old, fresh, /^(aria-|class$)/);
    if (old.nodeName === "SELECT" && old.textContent !== fresh.textContent) offer(old, fresh);
  }
}

function take(old, fresh) {
  const focused = document.activeElement === old;
  const taken = document.importNode(fresh, true);
  old.replaceWith(taken);
  if (focused) taken.focus();
}

function offer(old, fresh) {
  const { value } = old;
  old.replaceChildren(...document.importNode(fresh, true).childNodes);
  old.value = value;
  if (old.selectedIndex < 0) old.selectedIndex = 0;
}

function copyAttributes(old, fresh, which) {
  for (const { name } of [...old.attributes]) if (which.test(name) && !fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) {
    if (which.test(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
}

function matchChildren(old, fresh) {
  const wanted = [...fresh.childNodes].map(mark);
  let place = old.firstChild;
  for (const [index, child] of [...fresh.childNodes].entries()) {
    let same = place;
    while (same && mark(same) !== wanted[index]) same = same.nextSibling;
    if (!same) {
      old.insertBefore(document.importNode(child, true), place);
      continue;
    }
    const rest = same === place ? null : new Set(wanted.slice(index + 1));
    while (place !== same) {
      if (place.nodeType !== Node.TEXT_NODE && rest.has(mark(place))) break; // it comes later, and what is moved loses the focus
      place = place.nextSibling;
      place.previousSibling.remove();
    }
    if (place === same) place = same.nextSibling;
    else old.insertBefore(same, place);
    match(same, child);
  }
  while (place) {
    const next = place.nextSibling;
    place.remove();
    place = next;
  }
}

// Modals: the server says which one is open, the browser keeps the focus in it

function settle() {
  const dialog = document.querySelector("dialog.modal");
  if (dialog && !dialog.matches(":modal")) {
    opener ??= document.activeElement;
    dialog.removeAttribute("open");
    dialog.showModal();
    (dialog.querySelector("[autofocus]") ?? dialog.querySelector(".modal-body :is(input:not([type=hidden]), textarea, select)"))?.focus();
  } else if (!dialog && opener) {
    const back = opener.isConnected ? opener : opener.id && document.getElementById(opener.id);
    opener = null;
    (back && back !== document.body ? back : document.querySelector("#say"))?.focus();
  }
}

document.addEventListener("cancel", (event) => {
  if (!event.target.matches("dialog.modal")) return;
  event.preventDefault();
  event.target.querySelector("footer button[name=close]").click();
}, true);

// Send forms

async function send(form, submitter, extra = {}) {
  const composer = form.querySelector(".composer textarea");
  const wish = [submitter?.name, submitter?.value, ...Object.values(extra)].join(" ");
  const wishes = asked.get(form) ?? asked.set(form, new Set()).get(form);
  if (composer ? !composer.value.trim() : wishes.has(wish)) {
    // A double click; but what somebody has typed or chosen meanwhile is sent as soon as can be.
    if (submitter?.closest("[data-dispatch=change], [data-dispatch~=typing], .search")) soon(submitter);
    return;
  }
  const filled = new FormData(form, submitter);
  for (const [name, value] of Object.entries(extra)) filled.set(name, value);
  for (const each of form.querySelectorAll("[popover]:popover-open")) each.hidePopover();
  for (const each of form.querySelectorAll(".menu[open]")) each.open = false;
  if (composer) write(composer, "");
  wishes.add(wish);
  try {
    const body = form.enctype === "multipart/form-data" ? filled : new URLSearchParams(filled);
    const address = location.pathname;
    const post = () => fetch(address, { method: "POST", body });
    const response = await (composer ? (said = said.then(post, post)) : post());
    wishes.delete(wish);
    if (composer && !response.ok) write(composer, [filled.get(composer.name), composer.value].filter(Boolean).join("\n"));
    await show(response);
  } catch {
    wishes.delete(wish);
    if (composer) write(composer, [filled.get(composer.name), composer.value].filter(Boolean).join("\n"));
    lost();
  }
}

function write(control, text) {
  control.value = text;
  if (text) touched.add(control);
  else touched.delete(control);
  sizeUp(control);
}

function lost() {
  document.body.dataset.number = ""; // where it starts again, it counts from the beginning
  tell("The sandbox does not answer. Is it still running?");
}

function tell(text) {
  const told = document.querySelector(".lost") ?? document.querySelector(".banner").appendChild(document.createElement("p"));
  told.className = "notice lost";
  told.setAttribute("role", "alert");
  told.textContent = text;
}

document.addEventListener("submit", (event) => {
  if (event.target.method !== "post" || "leaves" in event.target.dataset) return; // what it answers is elsewhere
  event.preventDefault();
  send(event.target, event.submitter);
});

// A link that is a button of the app's opens its page, and the app is told
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-press]");
  if (link) send(link.closest("form"), null, { press: link.dataset.press });
});

// Type, choose

function sizeUp(control) {
  const list = document.getElementById(control.dataset.commands ?? "");
  if (!list) return;
  const typed = control.value.split(" ")[0];
  for (const item of list.children) item.hidden = !item.querySelector("button").dataset.insert.startsWith(typed);
  list.hidden = !control.value.startsWith("/") || control.value.includes("\n") || [...list.children].every((item) => item.hidden);
}

const later = new WeakMap();
function soon(button) {
  clearTimeout(later.get(button));
  later.set(button, setTimeout(() => button.isConnected && button.click(), 350));
}

document.addEventListener("input", (event) => {
  const control = event.target;
  touched.add(control);
  sizeUp(control);
  const find = control.type === "search" && control.value.length >= Number(control.dataset.least);
  const act = find ? control.parentElement.querySelector(".find") : control.closest("[data-dispatch~=typing]")?.querySelector(".act");
  if (act) soon(act);
});

document.addEventListener("change", (event) => {
  touched.add(event.target);
  if (event.target.type !== "search") event.target.closest("[data-dispatch=change]")?.querySelector(":scope > .act").click();
});

document.addEventListener("keydown", (event) => {
  const control = event.target;
  if (event.key === "Escape") for (const each of document.querySelectorAll(".menu[open]")) each.open = false;
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return; // 229: so Safari says it
  if (control.matches("textarea[data-enter]")) {
    event.preventDefault();
    if (control.value.trim()) control.form.requestSubmit();
  } else if (control.matches("[type=search], [data-dispatch~=enter] input")) {
    event.preventDefault();
    control.closest(".search, .field").querySelector(".find, .act").click();
  }
});

document.addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-insert]");
  if (chosen) {
    const control = chosen.closest(".composer").querySelector("textarea");
    write(control, chosen.dataset.insert);
    control.focus();
  }
  for (const each of document.querySelectorAll(".menu[open]")) if (!each.contains(event.target)) each.open = false;
});

// Wait for what is new; a page that nobody sees does not, for a browser lets only six wait at once

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

async function watch() {
  for (;;) {
    if (document.hidden) await new Promise((seen) => document.addEventListener("visibilitychange", seen, { once: true }));
    const hidden = new AbortController();
    const unseen = () => document.hidden && hidden.abort();
    document.addEventListener("visibilitychange", unseen);
    try {
      const asked = await fetch(`/changes?after=${document.body.dataset.number}`, { signal: hidden.signal });
      const { number } = await asked.json();
      const place = location.href;
      if (String(number) !== document.body.dataset.number) await show(await fetch(place), place);
      document.querySelector(".lost")?.remove();
      await pause(100);
    } catch {
      if (!hidden.signal.aborted) {
        lost();
        await pause(2000);
      }
    } finally {
      document.removeEventListener("visibilitychange", unseen);
    }
  }
}

settle();
watch();
