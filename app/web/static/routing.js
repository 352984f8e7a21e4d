"use strict";
// What the worker does about an address, as rules alone: they know no network, no cache and no phone.

const routing = (() => {
  /** Styles, scripts, pictures, voices and films: from the cache whenever it has them. */
  const FILE = /^\/(static|p|f)\//;
  /** Nothing of a learner stands in for these. */
  const OTHERS = /^\/(staff|groups|figures|setup|sw\.js)\b/;
  /** A kept page is shown where the server takes long; for others one stands in only when cut off. */
  const EARLY = /^\/(|road|help|leave|[tl]\/\d+.*)$/;

  /**
   * The addresses of kept pages that can stand in for this one, the best first.
   * @param {string} path
   * @param {string} search
   * @param {Own} own
   */
  function standIns(path, search, own) {
    const [, kind, number] = /^\/([tl])\/(\d+)\b/.exec(path) || [];
    if (kind === "t") { return ["/shell/test"]; }
    if (kind === "l" && isLessonOpen(+number, own)) { return [path, "/l/" + number]; }
    if (kind || /^\/(|road|in|unlock)$/.test(path)) { return ["/shell/road"]; }
    // One page has all articles of a language, where somebody wished to keep it. In the place of any other page the way
    // would not say why it is there.
    const [place] = /^\/(help|open)/.exec(path) || [path];
    return [place + search, place, "/shell/cut"];
  }
  /**
   * Lessons come after the first test: sent, or done on this phone.
   * @param {number} number
   * @param {Own} own
   */
  function isLessonOpen(number, { road, waiting }) {
    const stop = road && road.stops.find((it) => it.kind === "lesson" && it.number === number);
    return !!road && !!stop && (stop.look !== "ahead" || waiting.some((row) => row.number === 1) ||
      road.tests.some((test) => test.number === 1 && test.standing === "sent"));
  }
  /**
   * The caches of pages in which to look: first those of whoever is here, of these first the ones of this version.
   * @param {string[]} names
   * @param {Own} own
   * @param {string} version
   */
  function pageCaches(names, { road }, version) {
    /** @param {string} name */
    const rank = (name) => !road || !name.startsWith("p-" + road.pages) ? 2 : name.endsWith(version) ? 0 : 1;
    return names.filter((name) => name[0] === "p").sort((one, other) => rank(one) - rank(other));
  }

  return { FILE, OTHERS, EARLY, standIns, pageCaches };
})();
