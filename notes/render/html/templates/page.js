"use strict";
document.documentElement.classList.add("scripted");

(function () {
  const root = document.documentElement;
  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));
  const byId = (id) => document.getElementById(id);
  const wide = window.matchMedia("(min-width: 1240px)");
  const kept = {
    get(key) { try { return localStorage.getItem(key); } catch (error) { return null; } },
    set(key, value) { try { localStorage.setItem(key, value); } catch (error) { /* not kept */ } },
  };

  /* Colours: as the system has it, light, dark. Set before the page is drawn. */
  const themes = ["auto", "light", "dark"];
  const themeNames = { auto: "配色：随系统", light: "配色：浅色", dark: "配色：深色" };
  let theme = themes.includes(kept.get("notes-theme")) ? kept.get("notes-theme") : "auto";
  function applyTheme() {
    if (theme === "auto") root.removeAttribute("data-theme");
    else root.setAttribute("data-theme", theme);
    const button = byId("theme");
    if (button) button.textContent = themeNames[theme];
  }
  applyTheme();

  document.addEventListener("DOMContentLoaded", () => {
    applyTheme();
    byId("theme").addEventListener("click", () => {
      theme = themes[(themes.indexOf(theme) + 1) % themes.length];
      kept.set("notes-theme", theme);
      applyTheme();
    });
    setUpMenu();
    setUpContents();
    setUpPanel();
    setUpOutlines();
    setUpTables();
    setUpViews();
    setUpSearch();
    root.classList.add("ready");
  });

  /* The drawer with the contents on a narrow window. */
  let closeMenu = () => {};
  function setUpMenu() {
    const button = byId("menu");
    const side = byId("side");
    const open = (yes) => {
      side.classList.toggle("open", yes);
      root.classList.toggle("drawer", yes);
      button.setAttribute("aria-expanded", String(yes));
      button.textContent = yes ? "关闭" : "目录与查找";
    };
    closeMenu = () => open(false);
    button.addEventListener("click", () => {
      open(!side.classList.contains("open"));
      if (side.classList.contains("open")) side.focus();
    });
    side.addEventListener("click", (event) => { if (event.target.closest("a")) closeMenu(); });
    side.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && side.classList.contains("open")) { closeMenu(); button.focus(); }
    });
  }

  /* The entry of the contents where the reader is. */
  function setUpContents() {
    const links = all(".contents a").map((link) => ({ link, to: byId(link.hash.slice(1)) })).filter((one) => one.to);
    let waiting = false;
    function mark() {
      waiting = false;
      let here = null;
      let best = -Infinity;
      for (const one of links) {
        const top = one.to.getBoundingClientRect().top;
        if (top <= 140 && top >= best) { best = top; here = one; }
      }
      for (const one of links) {
        if (one === here) one.link.setAttribute("aria-current", "true");
        else one.link.removeAttribute("aria-current");
      }
      for (const entry of all(".essay-entry")) {
        const current = here !== null && entry.contains(here.link);
        if (current && !entry.classList.contains("here")) entry.scrollIntoView({ block: "nearest" });
        entry.classList.toggle("here", current || links.length < 20);
      }
    }
    window.addEventListener("scroll", () => {
      if (!waiting) { waiting = true; window.requestAnimationFrame(mark); }
    }, { passive: true });
    mark();
  }

  /* The panel with the passage of a mark, its repairs beside it. */
  let showPassage = () => {};
  function setUpPanel() {
    const panel = byId("panel");
    const title = byId("panel-title");
    const text = byId("panel-text");
    const fixes = byId("panel-fixes");
    let opener = null;

    function side(fix, name) {
      const part = fix.querySelector(name);
      return part ? part.textContent.trim() : "";
    }
    function listFixes(passage) {
      fixes.textContent = "";
      let quiet = 0;
      for (const fix of all(".fix", passage)) {
        if (fix.classList.contains("form")) { quiet += 1; continue; }
        const line = document.createElement("li");
        const gone = document.createElement("del");
        const put = document.createElement("ins");
        gone.textContent = side(fix, "del");
        put.textContent = side(fix, "ins");
        line.append(fix.dataset.kind + "：");
        if (gone.textContent && put.textContent) line.append(gone, " 改作 ", put);
        else if (gone.textContent) line.append("删去 ", gone);
        else line.append("补上 ", put);
        fixes.append(line);
      }
      if (quiet) {
        const line = document.createElement("li");
        line.textContent = "标点、空格的修复 " + quiet + " 处";
        fixes.append(line);
      }
      if (fixes.firstChild) {
        const line = document.createElement("li");
        const name = document.createElement("span");
        const asis = passage.cloneNode(true);
        for (const put of all("ins", asis)) put.remove();
        name.textContent = "修复前：";
        line.className = "asis";
        line.append(name, asis.textContent);
        fixes.append(line);
      }
      for (const lost of all(".lost", passage)) {
        const line = document.createElement("li");
        line.textContent = lost.dataset.note;
        fixes.append(line);
      }
    }
    function show(id, from) {
      const passage = byId(id);
      const block = passage && passage.closest(".block");
      if (!block) return false;
      const copy = block.cloneNode(true);
      const cited = all(".s", copy)[all(".s", block).indexOf(passage)];
      copy.removeAttribute("id");
      for (const one of all("[id]", copy)) one.removeAttribute("id");
      copy.classList.remove("u");
      if (cited) cited.classList.add("cited");
      text.textContent = "";
      text.append(copy);
      const essay = passage.closest(".source").querySelector("h3").lastChild.textContent.trim();
      title.textContent = "原文出处";
      byId("panel-place").textContent =
        essay + " · " + passage.dataset.place + " · 原文字符 " + passage.dataset.from + "–" + passage.dataset.to;
      listFixes(passage);
      byId("panel-go").setAttribute("href", "#" + id);
      byId("panel-links").hidden = false;
      panel.dataset.shows = id;
      for (const one of all(".shown")) one.classList.remove("shown");
      if (from) { from.classList.add("shown"); opener = from; }
      panel.classList.add("open");
      if (cited) panel.scrollTop = Math.max(0, cited.offsetTop - panel.clientHeight / 3);
      return true;
    }
    function close() {
      panel.classList.remove("open");
      for (const one of all(".shown")) one.classList.remove("shown");
      if (opener) opener.focus({ preventScroll: true });
    }
    showPassage = (id, from, withFocus) => {
      const shown = show(id, from);
      if (shown && withFocus) title.focus({ preventScroll: true });
      return shown;
    };

    document.addEventListener("click", (event) => {
      const mark = event.target.closest("a.mark");
      if (!mark || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      if (showPassage(mark.hash.slice(1), mark, true)) event.preventDefault();
    });
    let timer = 0;
    document.addEventListener("mouseover", (event) => {
      const mark = event.target.closest("a.mark");
      window.clearTimeout(timer);
      if (mark && wide.matches) timer = window.setTimeout(() => showPassage(mark.hash.slice(1), mark, false), 120);
    });
    let byKeys = false;
    document.addEventListener("keydown", () => { byKeys = true; }, true);
    document.addEventListener("pointerdown", () => { byKeys = false; }, true);
    document.addEventListener("focusin", (event) => {
      const mark = event.target.closest("a.mark");
      if (mark && wide.matches && byKeys) showPassage(mark.hash.slice(1), mark, false);
    });
    byId("panel-close").addEventListener("click", close);
    byId("panel-back").addEventListener("click", () => {
      const to = opener;
      if (!wide.matches) panel.classList.remove("open");
      if (to) { to.scrollIntoView({ block: "center" }); to.focus({ preventScroll: true }); }
    });
    byId("panel-go").addEventListener("click", () => { if (!wide.matches) panel.classList.remove("open"); });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !panel.classList.contains("open")) return;
      if (!wide.matches || panel.contains(document.activeElement)) close();
    });
  }

  /* Outlines: as a list or a map; branches of the map fold. */
  function setUpOutlines() {
    const roomy = window.matchMedia("(min-width: 700px)").matches;
    for (const part of all(".part-outline")) {
      const choose = (which) => {
        part.dataset.outline = which;
        for (const button of all("[data-outline]", part)) {
          button.setAttribute("aria-pressed", String(button.dataset.outline === which));
        }
      };
      for (const button of all("button[data-outline]", part)) {
        button.addEventListener("click", () => choose(button.dataset.outline));
      }
      setUpMap(part.querySelector("svg.map"), part.querySelector(".fold-all"));
      choose(roomy ? "map" : "list");
    }
  }

  const GAP_Y = 12;
  function setUpMap(svg, foldAll) {
    const boxes = all(".box", svg);
    const edges = all(".edge", svg);
    const parents = boxes.map((box) => Number(box.dataset.parent));
    const numbers = boxes.map((box) => ({ x: Number(box.dataset.x), w: Number(box.dataset.w), h: Number(box.dataset.h) }));
    const folded = new Set();
    const children = boxes.map((_, at) => parents.flatMap((parent, child) => (parent === at ? [child] : [])));
    const hidden = (at) => parents[at] >= 0 && (folded.has(parents[at]) || hidden(parents[at]));

    /* The same as settle() of mindmap.py, over the branches that are unfolded. */
    function settle() {
      const below = (at) => (folded.has(at) ? [] : children[at]);
      const spans = boxes.map(() => 0);
      const tops = boxes.map(() => 0);
      const total = (at) => below(at).reduce((sum, child) => sum + spans[child] + GAP_Y, -GAP_Y);
      for (let at = boxes.length - 1; at >= 0; at -= 1) spans[at] = Math.max(numbers[at].h, total(at));
      for (let at = 0; at < boxes.length; at += 1) {
        let top = tops[at] + (spans[at] - total(at)) / 2;
        for (const child of below(at)) { tops[child] = top; top += spans[child] + GAP_Y; }
      }
      const middles = boxes.map((_, at) => tops[at] + spans[at] / 2);
      boxes.forEach((box, at) => {
        box.classList.toggle("gone", hidden(at));
        box.setAttribute("transform", "translate(" + numbers[at].x + " " + middles[at] + ")");
        if (children[at].length) box.setAttribute("aria-expanded", String(!folded.has(at)));
      });
      for (const edge of edges) {
        const at = Number(edge.dataset.of);
        const from = parents[at];
        const x = numbers[from].x + numbers[from].w;
        const bend = x + (numbers[at].x - x) / 2;
        edge.classList.toggle("gone", hidden(at));
        edge.setAttribute("d", "M" + x + " " + middles[from] + "C" + bend + " " + middles[from] + " " + bend + " " + middles[at] + " " + numbers[at].x + " " + middles[at]);
      }
      const width = svg.viewBox.baseVal.width;
      svg.setAttribute("viewBox", "-2 -2 " + width + " " + (spans[0] + 4));
      svg.setAttribute("height", String(spans[0] + 4));
      const open = boxes.some((_, at) => at > 0 && children[at].length && !folded.has(at));
      foldAll.textContent = open ? "只看主干" : "全部展开";
      foldAll.hidden = !boxes.some((_, at) => at > 0 && children[at].length);
      if (hidden(current)) move(parents[current]);
    }
    function fold(at, yes) {
      if (!children[at].length) return;
      if (yes) folded.add(at); else folded.delete(at);
      settle();
    }
    let current = 0;
    function move(at) {
      boxes[current].setAttribute("tabindex", "-1");
      current = at;
      boxes[at].setAttribute("tabindex", "0");
      if (svg.contains(document.activeElement)) boxes[at].focus();
    }
    function open(at, withFocus) {
      const target = boxes[at].dataset.target;
      if (target) showPassage(target, boxes[at], withFocus);
      else fold(at, !folded.has(at));
    }
    boxes.forEach((box, at) => {
      box.addEventListener("click", (event) => {
        move(at);
        if (event.target.closest(".fold")) fold(at, !folded.has(at));
        else open(at, false);
      });
    });
    svg.addEventListener("keydown", (event) => {
      const seen = boxes.map((_, at) => at).filter((at) => !hidden(at));
      const place = seen.indexOf(current);
      const keys = {
        ArrowDown: () => move(seen[Math.min(place + 1, seen.length - 1)]),
        ArrowUp: () => move(seen[Math.max(place - 1, 0)]),
        Home: () => move(seen[0]),
        End: () => move(seen[seen.length - 1]),
        ArrowRight: () => {
          if (folded.has(current)) fold(current, false);
          else if (children[current].length) move(children[current][0]);
        },
        ArrowLeft: () => {
          if (children[current].length && !folded.has(current)) fold(current, true);
          else if (parents[current] >= 0) move(parents[current]);
        },
        Enter: () => open(current, true),
        " ": () => fold(current, !folded.has(current)),
      };
      if (!keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      keys[event.key]();
    });
    foldAll.addEventListener("click", () => {
      const inner = boxes.map((_, at) => at).filter((at) => at > 0 && children[at].length);
      const close = inner.some((at) => !folded.has(at));
      for (const at of inner) { if (close) folded.add(at); else folded.delete(at); }
      settle();
    });
    settle();
  }

  /* Long tables show their first rows. */
  function setUpTables() {
    for (const table of all("table[data-shown]")) {
      const shown = Number(table.dataset.shown);
      const rows = all("tbody tr", table);
      if (rows.length <= shown + 3) continue;
      rows.slice(shown).forEach((row) => row.classList.add("more"));
      const button = document.createElement("button");
      button.type = "button";
      const set = (short) => {
        table.classList.toggle("short", short);
        button.setAttribute("aria-expanded", String(!short));
        button.textContent = short ? "展开其余 " + (rows.length - shown) + " 项" : "只看前 " + shown + " 项";
      };
      button.addEventListener("click", () => set(!table.classList.contains("short")));
      set(true);
      table.parentElement.after(button);
    }
  }
  function reveal(element) {
    const table = element.closest("table.short");
    if (table && element.classList.contains("more")) table.parentElement.nextElementSibling.click();
    const outline = element.closest(".part-outline");
    if (outline && element.closest(".outline-list")) outline.querySelector('button[data-outline="list"]').click();
    const details = element.closest("details");
    if (details) details.open = true;
  }

  /* The source as repaired, as it stood, or both. */
  function setUpViews() {
    for (const choice of all('input[name="view"]')) {
      choice.addEventListener("change", () => { if (choice.checked) root.setAttribute("data-view", choice.value); });
      if (choice.checked) root.setAttribute("data-view", choice.value);
    }
  }

  /* Search over the notes and the source, in either of its readings. */
  function setUpSearch() {
    const query = byId("query");
    const status = byId("status");
    const results = byId("results");
    const SHOWN = 60;
    const fold = (text) => Array.from(text).map((char) => {
      const plain = char.normalize("NFKC").toLowerCase();
      return plain.length === char.length ? plain : char;
    }).join("");

    function reading(unit, without) {
      const nodes = [];
      let text = "";
      let cell = null;
      const walker = document.createTreeWalker(unit, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node.parentElement.closest(without)) continue;
        const of = node.parentElement.closest("td, dt, dd");
        if (of !== cell && text) text += " ";
        cell = of;
        nodes.push({ node, at: text.length });
        text += node.data;
      }
      return { text, folded: fold(text), nodes };
    }
    let units = null;
    function index() {
      units = all(".u").map((unit) => {
        const readings = [reading(unit, "del, .mark, .tag, .kind, .of")];
        if (unit.querySelector(".fix.word")) readings.push(reading(unit, "ins, .mark, .tag, .kind, .of"));
        return { unit, readings, inSource: unit.closest(".source") !== null };
      });
    }
    function where(one) {
      const essay = one.unit.closest(".essay, .source");
      const heading = essay ? byId(essay.getAttribute("aria-labelledby")) : null;
      const title = heading ? heading.lastElementChild && heading.lastElementChild.matches(".tag") ? heading.firstChild.textContent.trim() : heading.textContent.trim() : "总览";
      if (one.inSource) return "原文 · " + (one.unit.dataset.number ? one.unit.dataset.number + " · " : "") + title;
      const part = one.unit.closest(".part");
      return (part ? part.querySelector("h3").firstChild.textContent.trim() + " · " : "") + title;
    }
    function ranges(reading_, words) {
      const found = [];
      for (const word of words) {
        for (let at = reading_.folded.indexOf(word); at >= 0; at = reading_.folded.indexOf(word, at + word.length)) {
          const range = document.createRange();
          const place = (offset, last) => {
            const of = reading_.nodes.filter((one) => (last ? one.at < offset : one.at <= offset)).pop();
            return [of.node, Math.min(offset - of.at, of.node.data.length)];
          };
          range.setStart(...place(at, false));
          range.setEnd(...place(at + word.length, true));
          found.push(range);
        }
      }
      return found;
    }
    function snippet(reading_, word) {
      const at = reading_.folded.indexOf(word);
      const from = Math.max(0, at - 14);
      const line = document.createElement("span");
      const hit = document.createElement("mark");
      hit.textContent = reading_.text.slice(at, at + word.length);
      line.append((from ? "…" : "") + reading_.text.slice(from, at), hit);
      const end = at + word.length + 22;
      line.append(reading_.text.slice(at + word.length, end) + (end < reading_.text.length ? "…" : ""));
      return line;
    }
    function jump(unit) {
      reveal(unit);
      for (const one of all(".jumped")) one.classList.remove("jumped");
      unit.classList.add("jumped");
      unit.scrollIntoView({ block: "center" });
      unit.setAttribute("tabindex", "-1");
      unit.focus({ preventScroll: true });
    }
    function search() {
      if (units === null) index();
      const words = fold(query.value).split(/\s+/).filter(Boolean);
      results.textContent = "";
      for (const one of all(".jumped")) one.classList.remove("jumped");
      if (window.CSS && CSS.highlights) CSS.highlights.delete("found");
      if (!words.length) { status.textContent = ""; return; }
      const hits = [];
      for (const one of units) {
        const fits = one.readings.find((reading_) => words.every((word) => reading_.folded.includes(word)));
        if (fits) hits.push({ one, fits });
      }
      const inSource = hits.filter((hit) => hit.one.inSource).length;
      status.textContent = hits.length
        ? "笔记 " + (hits.length - inSource) + " 处，原文 " + inSource + " 段" + (hits.length > SHOWN ? "；列出前 " + SHOWN + " 处" : "")
        : "没有找到";
      for (const hit of hits.slice(0, SHOWN)) {
        const item = document.createElement("li");
        const link = document.createElement("a");
        const label = document.createElement("span");
        const anchor = hit.one.unit.closest("[id]");
        label.className = "where";
        label.textContent = where(hit.one);
        link.href = "#" + anchor.id;
        link.append(label, snippet(hit.fits, words[0]));
        link.addEventListener("click", (event) => { event.preventDefault(); closeMenu(); jump(hit.one.unit); });
        item.append(link);
        results.append(item);
      }
      if (window.CSS && CSS.highlights && window.Highlight) {
        CSS.highlights.set("found", new Highlight(...hits.flatMap((hit) => ranges(hit.fits, words))));
      }
    }
    let timer = 0;
    query.addEventListener("input", () => { window.clearTimeout(timer); timer = window.setTimeout(search, 150); });
    byId("search").addEventListener("submit", (event) => { event.preventDefault(); window.clearTimeout(timer); search(); });
    query.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && query.value) { event.stopPropagation(); query.value = ""; search(); }
    });
    document.addEventListener("keydown", (event) => {
      const typing = /^(input|textarea|select)$/i.test(document.activeElement.tagName);
      if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && wide.matches) { event.preventDefault(); query.focus(); }
    });
  }
})();
