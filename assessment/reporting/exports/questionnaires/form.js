"use strict";
// One page a section: about you, the sections that are shown, a review, and the file to save. Answers live in this page only.
// Shown is what assessment/survey/questionnaire/asking.py says; an answer to a hidden item counts for none and is not saved.
(function () {
  const data = JSON.parse(document.getElementById("questionnaire").textContent);
  const root = document.getElementById("form");
  const given = {};            // item -> label of the source language, a list of them, or what was typed
  const about = { team: "", role: "" };
  const respondent = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const formatOf = {};
  data.sections.forEach((section) => section.items.forEach((item) => { formatOf[item.id] = data.formats[item.format]; }));
  let language = data.language;
  let page = 0;
  let saved = false;

  const words = () => data.words[language];
  const say = (key) => words().say[key];

  function make(tag, properties, ...children) {
    const element = document.createElement(tag);
    Object.entries(properties || {}).forEach(([key, value]) => {
      if (key.includes("-") || key === "for" || key === "role") element.setAttribute(key, value); else element[key] = value;
    });
    element.append(...children.filter((child) => child !== null && child !== ""));
    return element;
  }

  // ---- what is shown

  function number(text) {
    const plain = String(text).trim().replace(",", ".");
    return plain === "" ? NaN : Number(plain);
  }

  function answered(id) {
    const value = given[id];
    if (value === undefined || value.length === 0) return false;
    const format = formatOf[id];
    if (format.kind !== "number" || format.choices.includes(value)) return String(value).trim() !== "";
    return number(value) >= format.low && number(value) <= format.high;
  }

  function holds(part, heard) {
    if (part.roles.length && about.role && !part.roles.includes(about.role)) return false;
    if (!part.if) return true;
    if (!heard.has(part.if.item)) return false;
    const value = given[part.if.item];
    if (part.if.least !== null) return number(value) >= part.if.least;
    return [].concat(value).some((label) => part.if.labels.includes(label));
  }

  function shown() {
    const heard = new Set();
    return data.sections.map((section, at) => {
      const items = holds(section, heard) ? section.items.filter((item) => {
        const visible = holds(item, heard);
        if (visible && answered(item.id)) heard.add(item.id);
        return visible;
      }) : [];
      return { at, items };
    }).filter((section) => section.items.length);
  }

  // ---- questions

  function choices(id, kind, labels, texts, chosen, change) {
    const long = texts.some((text) => text.length > 40) || texts.length > 12;
    return make("div", { className: long ? "choices long" : "choices" }, ...labels.map((label, at) => {
      const input = make("input", { type: kind, name: id, id: `${id}-${at}`, checked: chosen.includes(label) });
      input.addEventListener("change", () => change(label, input.checked));
      return make("label", { htmlFor: input.id }, input, texts[at]);
    }));
  }

  function cleared(id, redraw) {
    const button = make("button", { type: "button", className: "link", textContent: say("clear"), hidden: !answered(id) });
    button.setAttribute("aria-label", `${say("clear")}: ${words().items[id].text}`);
    button.addEventListener("click", () => { delete given[id]; redraw(); });
    return button;
  }

  function question(item, changed) {
    const { id } = item;
    const format = formatOf[id];
    const { text, help } = words().items[id];
    const box = make("fieldset", { id: `item-${id}` });
    function draw(keep) {
      const note = help ? make("p", { className: "help", id: `help-${id}`, textContent: help }) : null;
      box.replaceChildren(make("legend", {}, text), ...(note ? [note] : []), ...parts());
      box.setAttribute("aria-describedby", note ? `stem ${note.id}` : "stem");
      if (keep) box.querySelector("input, textarea").focus();
      changed();
    }
    function state() {
      const button = box.querySelector("button.link");
      if (button) button.hidden = !answered(id);
      changed();
    }
    function parts() {
      const texts = words().formats[item.format];
      if (format.kind === "text") {
        const area = make("textarea", { id, maxLength: format.longest, rows: 4, value: given[id] || "" });
        area.setAttribute("aria-label", text);
        area.addEventListener("input", () => { given[id] = area.value; state(); });
        return [area];
      }
      if (format.kind === "number") return numeric(texts);
      const several = format.several === true;
      const pick = (label, on) => {
        if (!several) { given[id] = label; state(); return; }
        const before = [].concat(given[id] || []);
        const alone = format.none.includes(label);
        given[id] = on ? (alone ? [label] : before.filter((one) => !format.none.includes(one)).concat(label)) : before.filter((one) => one !== label);
        box.querySelectorAll("input").forEach((input, at) => { input.checked = given[id].includes(format.choices[at]); });
        state();
      };
      return [choices(id, several ? "checkbox" : "radio", format.choices, texts, [].concat(given[id] || []), pick), cleared(id, () => draw(true))];
    }
    function numeric(texts) {
      const typed = format.choices.includes(given[id]) ? "" : given[id] || "";
      const unit = `${words().units[item.format]} (${format.low}–${format.high})`;
      const input = make("input", { type: "text", inputMode: "decimal", id, value: typed });
      const wrong = make("p", { className: "wrong", id: `wrong-${id}`, role: "alert" });
      input.setAttribute("aria-label", `${text}, ${unit}`);
      input.setAttribute("aria-describedby", wrong.id);
      input.addEventListener("input", () => {
        if (input.value.trim()) given[id] = input.value; else delete given[id];
        box.querySelectorAll("input[type=radio]").forEach((radio) => { radio.checked = false; });
        state();
      });
      input.addEventListener("change", () => {
        const bad = input.value.trim() !== "" && !answered(id);
        wrong.textContent = bad ? `${say("number from")} ${format.low} ${say("to")} ${format.high}` : "";
        input.setAttribute("aria-invalid", String(bad));
      });
      const others = format.choices.length ? [choices(id, "radio", format.choices, texts, [given[id]], (label) => {
        given[id] = label;
        input.value = "";
        wrong.textContent = "";
        input.setAttribute("aria-invalid", "false");
        state();
      })] : [];
      return [input, make("small", {}, unit), wrong, ...others, cleared(id, () => draw(true))];
    }
    draw(false);
    return box;
  }

  // ---- pages

  function select(id, title, options, texts, value, change) {
    const list = make("select", { id }, make("option", { value: "" }, say("choose")),
      ...options.map((option, at) => make("option", { value: option, selected: option === value }, texts[at])));
    list.addEventListener("change", () => change(list.value));
    return make("p", {}, make("label", { className: "question", htmlFor: id }, title), list);
  }

  function aboutPage(section) {
    section.append(make("p", {}, words().introduction), make("p", {}, words().minutes), make("p", {}, say("who sees")));
    const languages = Object.keys(data.words);
    if (languages.length > 1) {
      section.append(select("language", say("language"), languages, languages.map((one) => data.words[one].say.name), language, (value) => {
        language = value || language;
        draw();
        document.getElementById("language").focus();
      }));
    }
    if (data.teams.length) {
      section.append(select("team", words().team, data.teams, data.teams, about.team, (value) => { about.team = value; }));
    } else {
      const input = make("input", { type: "text", id: "team", value: about.team, maxLength: 100 });
      input.addEventListener("input", () => { about.team = input.value; });
      section.append(make("p", {}, make("label", { className: "question", htmlFor: "team" }, words().team), input));
    }
    if (data.roles.length) section.append(select("role", words().role, data.roles, words().roles, about.role, (value) => { about.role = value; }));
  }

  function sectionPage(section, at) {
    const { stem } = words().sections[at];
    section.append(make("p", { id: "stem", hidden: !stem }, stem));
    const boxes = {};
    const changed = () => {
      const visible = new Set(shown().filter((one) => one.at === at).flatMap((one) => one.items.map((item) => item.id)));
      Object.entries(boxes).forEach(([id, box]) => { box.hidden = !visible.has(id); });
    };
    data.sections[at].items.forEach((item) => { boxes[item.id] = question(item, () => {}); });
    Object.keys(boxes).forEach((id) => boxes[id].addEventListener("input", changed));
    Object.keys(boxes).forEach((id) => boxes[id].addEventListener("change", changed));
    Object.keys(boxes).forEach((id) => boxes[id].addEventListener("click", changed));
    section.append(...Object.values(boxes));
    changed();
  }

  function written(item) {
    const value = given[item.id];
    const format = formatOf[item.id];
    const spoken = (label) => words().formats[item.format][format.choices.indexOf(label)];
    if (!answered(item.id)) return say("not answered");
    if (Array.isArray(value)) return format.choices.filter((label) => value.includes(label)).map(spoken).join("; ");
    return format.choices.includes(value) ? spoken(value) : String(value);
  }

  function reviewPage(section) {
    section.append(make("p", {}, say("review")));
    const row = (title, value) => [make("dt", {}, title), make("dd", {}, value)];
    section.append(make("dl", {}, ...row(words().team, about.team), ...(data.roles.length
      ? row(words().role, words().roles[data.roles.indexOf(about.role)] || say("not answered")) : [])));
    shown().forEach(({ at, items }, place) => {
      const change = make("button", { type: "button", className: "link", textContent: say("change") });
      change.setAttribute("aria-label", `${say("change")}: ${words().sections[at].title}`);
      change.addEventListener("click", () => go(place + 1));
      section.append(make("h3", {}, words().sections[at].title, " ", change));
      section.append(make("dl", {}, ...items.flatMap((item) => row(words().items[item.id].text, written(item)))));
    });
    if (words().licences.length) {
      section.append(make("h3", {}, say("licences")), ...words().licences.map((line) => make("p", {}, make("small", {}, line))));
    }
  }

  // ---- the file

  function cell(text) {
    const plain = String(text);
    const guarded = /^[=+\-@\t\r]/.test(plain) && Number.isNaN(number(plain)) ? `'${plain}` : plain;  // no formula in a spreadsheet
    return `"${guarded.replaceAll('"', '""')}"`;
  }

  function file() {
    const rows = shown().flatMap(({ items }) => items).filter((item) => answered(item.id)).map((item) => {
      const value = given[item.id];
      const text = Array.isArray(value) ? formatOf[item.id].choices.filter((label) => value.includes(label)).join("; ") : value;
      return [respondent, about.team, about.role, data.id, item.id, item.version, text];
    });
    const header = ["respondent", "team", "role", "questionnaire", "item", "version", "answer"];
    return "\ufeff" + [header, ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
  }

  function save() {
    const link = make("a", { href: URL.createObjectURL(new Blob([file()], { type: "text/csv" })), download: `answers-${data.id}-${respondent}.csv` });
    document.body.append(link);
    link.click();
    link.remove();
    saved = true;
    root.replaceChildren(make("h1", { tabIndex: -1 }, say("thank you")), make("p", { role: "status" }, `${say("saved as")} ${link.download}`),
      make("p", {}, say("send it")));
    const again = make("button", { type: "button", textContent: say("save again") });
    again.addEventListener("click", save);
    root.append(make("nav", {}, again));
    root.querySelector("h1").focus();
  }

  // ---- moving

  function missing(section) {
    const field = document.getElementById("team");
    if (page !== 0 || about.team.trim()) return false;
    const wrong = document.getElementById("wrong-team") || make("p", { className: "wrong", id: "wrong-team", role: "alert" });
    wrong.textContent = say("team first");
    field.after(wrong);
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", wrong.id);
    field.focus();
    return true;
  }

  function go(to) {
    if (to > page && missing()) return;
    page = to;
    draw();
    root.querySelector("h2").focus();
    window.scrollTo(0, 0);
  }

  function draw() {
    const sections = shown();
    const last = sections.length + 1;
    page = Math.min(page, last);
    document.documentElement.lang = language;
    document.title = words().title;
    const title = page === 0 ? say("about") : page === last ? say("review title") : words().sections[sections[page - 1].at].title;
    const section = make("section", {}, make("h2", { tabIndex: -1, textContent: title }));
    if (page === 0) aboutPage(section); else if (page === last) reviewPage(section); else sectionPage(section, sections[page - 1].at);
    const where = `${say("page")} ${page + 1} / ${last + 1}`;
    const bar = make("progress", { max: last, value: page });
    bar.setAttribute("aria-label", where);
    const back = make("button", { type: "button", textContent: say("back"), hidden: page === 0 });
    const next = make("button", { type: "button", className: "first", textContent: page === last ? say("save") : say("next") });
    back.addEventListener("click", () => go(page - 1));
    next.addEventListener("click", () => (page === last ? save() : go(page + 1)));
    root.replaceChildren(make("h1", {}, words().title), bar, make("small", {}, where), section, make("nav", {}, back, next));
  }

  window.addEventListener("beforeunload", (event) => {
    if (!saved && Object.keys(given).length) event.preventDefault();
  });
  draw();
})();
