(() => {
  const find = (what) => [...document.querySelectorAll(what)], say = document.body.dataset;
  const nav = document.querySelector("nav details");
  if (nav && innerWidth < 1120) nav.open = false;
  const now = Date.now(), isOver = (each) => Date.parse(each.dataset.end) <= now;
  for (const each of find("[data-end]:not(.past)")) if (isOver(each)) {
    each.classList.add("past", "over");
    const place = each.querySelector(".when, .due th");
    if (!place) continue;
    const badge = document.createElement("small");
    badge.textContent = say.over;
    place.append(" ", badge);
  }
  const ahead = find("[data-turn]").filter((each) => !isOver(each)).sort((one, other) => one.dataset.turn - other.dataset.turn);
  const turn = ahead.length ? ahead[0].dataset.turn : "";
  for (const each of find("[data-turn]")) each.classList.toggle("next", each.dataset.turn === turn && !isOver(each));
  const next = document.getElementById("next"), place = next && next.closest("[data-turn]");
  if (place && place.dataset.turn !== turn) {
    const later = document.querySelector(`[id][data-turn="${turn}"]`);
    if (later) {
      (later.cells ? later.cells[0] : later).prepend(next);
      next.href = "#" + later.id;
      if (location.hash === "#next") next.scrollIntoView();
    } else for (const each of find('#next, [href="#next"]')) each.remove();
  }
  const parts = { weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit", timeZoneName: "short" };
  if (say.clock) parts.hourCycle = say.clock === "24" ? "h23" : "h12";
  for (const each of find(".local")) {
    const start = each.dataset.start, moment = new Date(start), zone = /([+-])(\d\d):(\d\d)$/.exec(start);
    const there = zone ? (zone[1] + "1") * (zone[2] * 60 + +zone[3]) : 0;
    if (there === -moment.getTimezoneOffset()) continue;
    each.textContent = say.local.replace("{time}", moment.toLocaleString(document.documentElement.lang, parts));
    each.hidden = false;
  }
})();
