// Dates as people and programs write them, as days since 1 January 1970. Stricter than Date.parse, which takes "room 12" for one.

const MONTHS = "january february march april may june july august september october november december".split(" ");
const DAY = 86_400_000;
/** Years of two digits: from 1970 to 2069. */
const PIVOT = 70;

const TIME = /[T ](\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?(?: ?([AP])\.?M\.?)?(?: ?(Z|UTC|[+-]\d{2}:?\d{2}))?$/i;
const WEEKDAY = /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? /i;
const YEAR_FIRST = /^(\d{4})([-/.])(\d{1,2})(?:\2(\d{1,2}))?$/;
const YEAR_LAST = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})$/;
const MONTH_FIRST = /^([a-z]{3,9})\.?[ -](\d{1,2})(?:st|nd|rd|th)?,?[ -](\d{4})$/i;
const DAY_FIRST = /^(\d{1,2})(?:st|nd|rd|th)?\.?[ -]([a-z]{3,9})\.?,?[ -](\d{4}|\d{2})$/i;
const MONTH_ALONE = /^([a-z]{3,9})\.?,?[ -](\d{4})$/i;

/** @param {string | undefined} word */
function monthOf(word = "") {
  const index = MONTHS.findIndex((month) => word.length >= 3 && month.startsWith(word.toLowerCase()));
  return index < 0 && /^sept$/i.test(word) ? 9 : index + 1;
}

/** @param {string | undefined} text */
function yearOf(text = "") {
  const year = Number(text);
  if (text.length > 2) return year;
  return year < PIVOT ? 2000 + year : 1900 + year;
}

/**
 * @param {number} year
 * @param {number} month from 1
 * @param {number} day
 */
function dayNumber(year, month, day) {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() / DAY : undefined;
}

/** @param {RegExpExecArray} match */
function dayShare([, hours, minutes, seconds = "0", half, zone]) {
  const hour = half ? (Number(hours) % 12) + (half.toUpperCase() === "P" ? 12 : 0) : Number(hours);
  if (hour > 24 || Number(minutes) > 59 || Number(seconds) >= 61) return undefined;
  const offset = /^([+-])(\d{2}):?(\d{2})$/.exec(zone ?? "");
  const minutesEast = offset ? Number(`${offset[1]}1`) * (Number(offset[2]) * 60 + Number(offset[3])) : 0;
  return (hour * 60 + Number(minutes) - minutesEast + Number(seconds) / 60) / 1440;
}

/**
 * @param {string} text
 * @param {boolean} dayFirst whether 3/4/2020 is in April
 */
function wholeDay(text, dayFirst) {
  let match = YEAR_FIRST.exec(text);
  if (match) return dayNumber(Number(match[1]), Number(match[3]), Number(match[4] ?? 1));
  match = YEAR_LAST.exec(text);
  if (match) {
    const [a, b] = [Number(match[1]), Number(match[3])];
    // With dots the day comes first wherever they are used.
    const [day, month] = dayFirst || match[2] === "." ? [a, b] : [b, a];
    return dayNumber(yearOf(match[4]), month, day);
  }
  match = MONTH_FIRST.exec(text);
  if (match) return dayNumber(Number(match[3]), monthOf(match[1]), Number(match[2]));
  match = DAY_FIRST.exec(text);
  if (match) return dayNumber(yearOf(match[3]), monthOf(match[2]), Number(match[1]));
  match = MONTH_ALONE.exec(text);
  return match ? dayNumber(Number(match[2]), monthOf(match[1]), 1) : undefined;
}

/**
 * @param {string} text
 * @param {boolean} [dayFirst]
 * @returns {number | undefined} days since 1970-01-01, or nothing where it is no date
 */
export function readDate(text, dayFirst = false) {
  // What has no digit is none, and most words have none.
  if (!/\d/.test(text) || text.length > 40) return undefined;
  const time = TIME.exec(text);
  const share = time ? dayShare(time) : 0;
  const day = wholeDay((time ? text.slice(0, time.index) : text).replace(WEEKDAY, ""), dayFirst);
  return day === undefined || share === undefined ? undefined : day + share;
}

/** @param {number} days since 1970-01-01 */
export function writeDate(days) {
  const date = new Date(days * DAY);
  return Number.isNaN(date.getTime()) ? String(days) : date.toISOString().slice(0, 10);
}

/**
 * Of 3/4/2020 nobody knows; 13/4/2020 tells for its whole column that the day comes first …
 * @param {string} text
 */
export const tellsDayFirst = (text) => readDate(text, false) === undefined && readDate(text, true) !== undefined;

/**
 * … and 4/13/2020 that the month does.
 * @param {string} text
 */
export const tellsMonthFirst = (text) => readDate(text, false) !== undefined && readDate(text, true) === undefined;

/**
 * Whether the order of day and month matters to it.
 * @param {string} text
 */
export function isAmbiguous(text) {
  const [monthFirst, dayFirst] = [readDate(text, false), readDate(text, true)];
  return monthFirst !== undefined && dayFirst !== undefined && monthFirst !== dayFirst;
}
