import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../support/database";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

async function windowOf(reset: string, anchor: string, at: string): Promise<readonly (string | null)[]> {
  const [row] = await db.owner<{ window_start: Date; window_end: Date | null }[]>`
    select * from private.usage_window(${reset}, ${anchor}::text::timestamptz, ${at}::text::timestamptz)`;
  return [row?.window_start.toISOString() ?? null, row?.window_end?.toISOString() ?? null];
}

describe("a monthly window", () => {
  // anchor, instant, start, end
  it.each([
    ["2026-01-15T00:00Z", "2026-01-15T00:00Z", "2026-01-15T00:00", "2026-02-15T00:00"],
    ["2026-01-15T00:00Z", "2026-02-14T23:59:59.999999Z", "2026-01-15T00:00", "2026-02-15T00:00"],
    ["2026-01-15T00:00Z", "2026-02-15T00:00Z", "2026-02-15T00:00", "2026-03-15T00:00"],
    // Month ends: clamped, and never drifting afterwards.
    ["2026-01-31T10:00Z", "2026-02-15T00:00Z", "2026-01-31T10:00", "2026-02-28T10:00"],
    ["2026-01-31T10:00Z", "2026-02-28T09:59Z", "2026-01-31T10:00", "2026-02-28T10:00"],
    ["2026-01-31T10:00Z", "2026-02-28T10:00Z", "2026-02-28T10:00", "2026-03-31T10:00"],
    ["2026-01-31T10:00Z", "2026-03-30T10:00Z", "2026-02-28T10:00", "2026-03-31T10:00"],
    ["2026-01-31T10:00Z", "2026-04-30T10:00Z", "2026-04-30T10:00", "2026-05-31T10:00"],
    ["2026-01-31T10:00Z", "2026-12-31T10:00Z", "2026-12-31T10:00", "2027-01-31T10:00"],
    ["2026-01-29T00:00Z", "2026-03-01T00:00Z", "2026-02-28T00:00", "2026-03-29T00:00"],
    // Leap years.
    ["2024-01-31T00:00Z", "2024-02-29T00:00Z", "2024-02-29T00:00", "2024-03-31T00:00"],
    ["2024-02-29T12:00Z", "2025-02-28T12:00Z", "2025-02-28T12:00", "2025-03-29T12:00"],
    ["2024-02-29T12:00Z", "2028-02-29T11:59Z", "2028-01-29T12:00", "2028-02-29T12:00"],
    ["2024-02-29T12:00Z", "2028-02-29T12:00Z", "2028-02-29T12:00", "2028-03-29T12:00"],
    ["2000-02-29T00:00Z", "2100-03-01T00:00Z", "2100-02-28T00:00", "2100-03-29T00:00"],
    // An instant before the anchor: clocks of two machines differ a little.
    ["2026-03-31T10:00Z", "2026-03-31T09:59:59Z", "2026-02-28T10:00", "2026-03-31T10:00"],
    // The anchor's offset does not matter, its instant does.
    ["2026-01-31T23:30:00-05:00", "2026-02-10T00:00Z", "2026-02-01T04:30", "2026-03-01T04:30"],
  ])("from anchor %s holds %s", async (anchor, at, start, end) => {
    expect(await windowOf("month", anchor, at)).toEqual([`${start}:00.000Z`, `${end}:00.000Z`]);
  });

  it("tiles time: each end is the next start, for 10 years from every late day of a month", async () => {
    const [row] = await db.owner<{ gaps: number; windows: number }[]>`
      with anchors as (
        select generate_series(timestamptz '2023-12-28T07:13Z', timestamptz '2024-03-02T07:13Z', interval '1 day') as anchor
      ), steps as (
        select anchor, w.window_start, w.window_end,
          lead(w.window_start) over (partition by anchor order by w.window_start) as next_start
        from anchors, generate_series(0, 120) as n,
          private.usage_window('month', anchor, (anchor at time zone 'UTC' + make_interval(months => n)) at time zone 'UTC') w
      )
      select count(*) filter (where next_start is distinct from window_end and next_start is not null)::int as gaps,
        count(*)::int as windows
      from steps`;
    expect(row).toEqual({ gaps: 0, windows: 66 * 121 });
  });
});

it("takes days and hours by the UTC calendar, whatever the session's time zone and the anchor", async () => {
  await db.owner.begin(async (tx) => {
    await tx`set local time zone 'Asia/Kolkata'`;
    const [row] = await tx<{ day: boolean; hour: boolean }[]>`
      select
        (select window_start = timestamptz '2026-03-29T00:00Z' and window_end = timestamptz '2026-03-30T00:00Z'
          from private.usage_window('day', now(), timestamptz '2026-03-29T23:59:59Z')) as day,
        (select window_start = timestamptz '2026-03-29T23:00Z' and window_end = timestamptz '2026-03-30T00:00Z'
          from private.usage_window('hour', now(), timestamptz '2026-03-29T23:59:59Z')) as hour`;
    expect(row).toEqual({ day: true, hour: true });
  });
});

it("has one window for ever where nothing resets", async () => {
  expect(await windowOf("never", "2026-01-01T00:00Z", "2126-01-01T00:00Z")).toEqual([
    "1970-01-01T00:00:00.000Z",
    null,
  ]);
});
