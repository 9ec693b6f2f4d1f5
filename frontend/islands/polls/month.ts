/** The days of one month as a calendar shows them. Dates are `YYYY-MM-DD`, never instants. */

export interface Month {
  year: number;
  /** 1 to 12. */
  month: number;
}

/** Write a date as `YYYY-MM-DD`. */
export function isoDay(year: number, month: number, day: number): string {
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

/** Return the month of a `YYYY-MM-DD` date. */
export function monthOf(day: string): Month {
  return { year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)) };
}

/** Return the month that comes `count` months later (or earlier, when negative). */
export function shiftMonth({ year, month }: Month, count: number): Month {
  const index = year * 12 + (month - 1) + count;
  return { year: Math.floor(index / 12), month: (index % 12) + 1 };
}

/** Return the date `count` days after `day`. */
export function shiftDay(day: string, count: number): string {
  const date = new Date(`${day}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}

/** Return the weeks of a month, Monday first; null stands for days of other months. */
export function weeksOf({ year, month }: Month): (string | null)[][] {
  const count = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const lead = (new Date(Date.UTC(year, month - 1, 1)).getUTCDay() + 6) % 7;
  const cells: (string | null)[] = Array.from({ length: lead }, () => null);
  for (let day = 1; day <= count; day += 1) cells.push(isoDay(year, month, day));
  while (cells.length % 7) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}

/** Return the name of a date for people: `mardi 2 décembre 2026`, or without the year. */
export function dayName(day: string, language: string, withYear = true, withMonth = true): string {
  const year = withYear ? ({ year: "numeric" } as const) : {};
  const month = withMonth ? ({ month: "long" } as const) : {};
  const name = format(day, language, { weekday: "long", day: "numeric", ...month, ...year });
  return language === "fr" ? name.replace(/ 1(?= |$)/, " 1er") : name;
}

/** Return the days from one to another, whichever comes first; week-ends only when both are. */
export function rangeOf(from: string, to: string): string[] {
  const [first, last] = from < to ? [from, to] : [to, from];
  const days: string[] = [];
  for (let day = first; day <= last; day = shiftDay(day, 1)) days.push(day);
  const both = isWeekend(first) && isWeekend(last);
  return both ? days : days.filter((day) => !isWeekend(day));
}

function isWeekend(day: string): boolean {
  return new Date(`${day}T12:00:00Z`).getUTCDay() % 6 === 0;
}

/** Return the name of a month for people: `décembre 2026`. */
export function monthName({ year, month }: Month, language: string): string {
  return format(isoDay(year, month, 1), language, { month: "long", year: "numeric" });
}

/** Return the short and long names of the days of the week, Monday first. */
export function weekdayNames(language: string): { short: string; long: string }[] {
  const monday = "2024-01-01";
  return Array.from({ length: 7 }, (_, index) => {
    const day = shiftDay(monday, index);
    return {
      short: format(day, language, { weekday: "short" }).replace(".", ""),
      long: format(day, language, { weekday: "long" }),
    };
  });
}

function format(day: string, language: string, options: Intl.DateTimeFormatOptions): string {
  const zone = { ...options, timeZone: "UTC" };
  return new Intl.DateTimeFormat(language, zone).format(new Date(`${day}T12:00:00Z`));
}
