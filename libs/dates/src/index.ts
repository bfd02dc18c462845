export { addDuration, DAY_MS, HOUR_MS, isDuration, MINUTE_MS } from './durations.js';
export { instantAt, instantOf, isInstant, isTimeOfDay, isTimeZone, localDateAt, localTimeAt } from './instants.js';
export {
  addDays,
  dateOfDay,
  dayOf,
  FIRST_YEAR,
  isLocalDate,
  LAST_YEAR,
  localDate,
  nightsBetween,
  weekday,
  type LocalDate,
} from './local-date.js';
export {
  fromDateRange,
  isStay,
  nightCount,
  nightsOf,
  overlaps,
  shiftStay,
  stayOf,
  toDateRange,
  type Stay,
} from './stay.js';
export { zoneAt } from './zones.js';
