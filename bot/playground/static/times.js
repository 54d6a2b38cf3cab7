// Dates and times as people read them.

const LANGUAGE = "en-GB";
const format = (options) => new Intl.DateTimeFormat(LANGUAGE, options);
const CLOCK = format({ hour: "2-digit", minute: "2-digit" });
const DAY = format({ day: "numeric", month: "long", year: "numeric" });
const WHOLE = format({ dateStyle: "full", timeStyle: "short" });
const STYLES = {
  t: CLOCK,
  T: format({ timeStyle: "medium" }),
  d: format({ dateStyle: "short" }),
  D: DAY,
  f: format({ dateStyle: "long", timeStyle: "short" }),
  F: WHOLE,
};
const UNITS = [
  ["year", 31557600],
  ["month", 2629800],
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];
const RELATIVE = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

export const clock = (date) => CLOCK.format(date);
export const day = (date) => DAY.format(date);
export const whole = (date) => WHOLE.format(date);
export const sameDay = (one, other) => one.toDateString() === other.toDateString();

/** "Today at 10:04", "Yesterday at 23:10", "21/11/2026 10:04". */
export function moment(date, now = new Date()) {
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (sameDay(date, now)) return `Today at ${clock(date)}`;
  if (sameDay(date, yesterday)) return `Yesterday at ${clock(date)}`;
  return `${STYLES.d.format(date)} ${clock(date)}`;
}

/** What `<t:seconds:style>` shows. */
export function stamp(seconds, style, now = Date.now()) {
  if (style !== "R") return STYLES[style].format(new Date(seconds * 1000));
  const away = seconds - now / 1000;
  const [unit, size] = UNITS.find(([, size]) => Math.abs(away) >= size) ?? UNITS.at(-1);
  return RELATIVE.format(Math.trunc(away / size), unit);
}
