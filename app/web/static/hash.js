"use strict";
// Hashing: crypto.subtle is only there over https, a hub in the room has none.
(() => {
  /**
   * JSON with sorted keys and no blanks, as the server hashes it.
   * @param {any} value
   * @returns {string}
   */
  function canonical(value) {
    if (Array.isArray(value)) { return "[" + value.map(canonical).join(",") + "]"; }
    if (value === null || typeof value !== "object") { return JSON.stringify(value); }
    const members = Object.keys(value).sort().map((name) => JSON.stringify(name) + ":" + canonical(value[name]));
    return "{" + members.join(",") + "}";
  }

  /**
   * The first 32 bits of the fractional parts of roots of the first primes (FIPS 180-4).
   * @param {number} count
   * @param {number} power
   */
  function roots(count, power) {
    /** @type {number[]} */
    const primes = [];
    for (let n = 2; primes.length < count; n += 1) { if (primes.every((it) => n % it)) { primes.push(n); } }
    return primes.map((it) => ((Math.pow(it, power) % 1) * 2 ** 32) | 0);
  }
  const K = roots(64, 1 / 3);
  const START = roots(8, 1 / 2);

  /**
   * @param {number} x
   * @param {number} by
   */
  function turn(x, by) { return (x >>> by) | (x << (32 - by)); }
  /**
   * The bytes with a one, zeros and their number of bits behind them: whole blocks of 64.
   * @param {Uint8Array} bytes
   */
  function pad(bytes) {
    const padded = new Uint8Array(((bytes.length + 9 + 63) >> 6) * 64);
    padded.set(bytes);
    padded[bytes.length] = 128;
    const view = new DataView(padded.buffer);
    // The larger half of the number of bits stays nought: no test is half a gigabyte.
    view.setUint32(padded.length - 4, bytes.length << 3);
    return view;
  }
  /**
   * The 64 words of a block's message schedule.
   * @param {DataView} view
   * @param {number} start
   */
  function schedule(view, start) {
    const w = new Int32Array(64);
    for (let t = 0; t < 64; t += 1) {
      if (t < 16) { w[t] = view.getInt32(start + t * 4); continue; }
      const a = w[t - 15], b = w[t - 2];
      w[t] = w[t - 16] + w[t - 7] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10));
    }
    return w;
  }
  /**
   * SHA-256 in hex of a text as UTF-8.
   * @param {string} text
   */
  function sha256(text) {
    const view = pad(new TextEncoder().encode(text));
    let H = START;
    for (let block = 0; block < view.byteLength; block += 64) {
      const w = schedule(view, block);
      let s = H;
      for (let t = 0; t < 64; t += 1) {
        const e = s[4], c = s[0];
        const one = (s[7] + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & s[5]) ^ (~e & s[6])) + K[t] + w[t]) | 0;
        const two = ((turn(c, 2) ^ turn(c, 13) ^ turn(c, 22)) + ((c & s[1]) ^ (c & s[2]) ^ (s[1] & s[2]))) | 0;
        s = [(one + two) | 0, s[0], s[1], s[2], (s[3] + one) | 0, s[4], s[5], s[6]];
      }
      H = H.map((h, n) => (h + s[n]) | 0);
    }
    return H.map((h) => (h >>> 0).toString(16).padStart(8, "0")).join("");
  }

  Object.assign(phone, /** @satisfies {Partial<Phone>} */ ({ canonical, sha256 }));
})();
