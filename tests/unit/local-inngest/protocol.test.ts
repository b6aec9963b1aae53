import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { computeNextTick, findLatestTick } from "@/local/inngest/protocol/cron";
import { computeDeadline, parseDuration } from "@/local/inngest/protocol/duration";
import { computeEventId } from "@/local/inngest/protocol/event-id";
import { computeKey, computeNumber, findExpressionFault, isMatch } from "@/local/inngest/protocol/expression";
import { hashSigningKey, stripSigningKeyPrefix } from "@/local/inngest/protocol/keys";
import { parseRetryAfter } from "@/local/inngest/protocol/retry-after";
import { findAnswerSignatureFault, makeWellFormed, signBody } from "@/local/inngest/protocol/signature";

const event = (data: Record<string, unknown>) => ({ id: "1", name: "x", ts: 1_000, data });

describe("durations", () => {
  test.each([
    ["", 0],
    ["500ms", 500],
    ["30s", 30_000],
    ["1d2h30m10s", 95_410_000],
    ["2w", 1_209_600_000],
    ["1.5h", 5_400_000],
    [" 10s ", 10_000],
  ])("reads %j as %d milliseconds", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  test.each(["soon", "10", "1x", "s", "10 s later", "-5s"])(
    "refuses %j instead of taking it for nothing",
    (text) => {
      expect(() => parseDuration(text)).toThrow(/is not a duration/);
    },
  );

  test("a deadline is a date as it stands, or a duration from now", () => {
    expect(computeDeadline("2026-11-21T00:00:00.000Z", 5)).toBe(Date.UTC(2026, 10, 21));
    expect(computeDeadline("5s", 1_000)).toBe(6_000);
    expect(() => computeDeadline("2026-13-41T00:00:00Z", 0)).toThrow(/is not a date/);
  });
});

describe("retry-after", () => {
  test.each([
    [undefined, null],
    ["", null],
    ["later", null],
    ["0", 0],
    ["1.5", 1_500],
    ["Thu, 01 Jan 1970 00:01:00 GMT", 60_000],
    ["1969-01-01T00:00:00Z", 0],
  ])("%j means %j", (header, ms) => {
    expect(parseRetryAfter(header, 0)).toBe(ms);
  });
});

describe("crons", () => {
  const at = (text: string) => Date.parse(text);

  test("tick in UTC unless a zone is named, and follow that zone's summer time", () => {
    expect(computeNextTick("0 9 * * *", at("2026-07-01T00:00Z"))).toBe(at("2026-07-01T09:00Z"));
    expect(computeNextTick("TZ=Europe/Paris 0 9 * * *", at("2026-07-01T00:00Z"))).toBe(
      at("2026-07-01T07:00Z"),
    );
    expect(computeNextTick("TZ=Europe/Paris 0 9 * * *", at("2026-12-01T00:00Z"))).toBe(
      at("2026-12-01T08:00Z"),
    );
  });

  test.each(["61 * * * *", "every day", "", "* * * *", "TZ=Nowhere/Town 0 9 * * *"])("refuse %j", (cron) => {
    expect(() => computeNextTick(cron, 0)).toThrow();
  });

  test("of many missed ticks only the latest is due", () => {
    const since = at("2026-01-01T00:00Z");
    expect(findLatestTick("0 * * * *", since, at("2026-01-03T10:30Z"))).toBe(at("2026-01-03T10:00Z"));
    expect(findLatestTick("0 * * * *", since, at("2026-01-01T00:59Z"))).toBeNull();
    expect(findLatestTick("0 * * * *", since, at("2026-01-01T01:00:00Z"))).toBe(at("2026-01-01T01:00Z"));
  });

  test("a tick that ran is not due again", () => {
    const tick = at("2026-01-01T01:00Z");
    expect(findLatestTick("0 * * * *", tick, tick + 500)).toBeNull();
  });
});

describe("expressions", () => {
  test.each([
    ["event.data.id == async.data.id", { id: 7 }, { id: 7 }, true],
    ["event.data.id == async.data.id", { id: 7 }, { id: 8 }, false],
    ["event.data.id == async.data.id", { id: "7" }, { id: 7 }, false],
    ["event.data.id == async.data.id", {}, {}, false],
    ["event.data.n + 1 > 5 && event.data.s.startsWith('a')", { n: 5, s: "ab" }, {}, true],
    ["has(event.data.x)", {}, {}, false],
    ["event.data.plan in ['pro', 'team']", { plan: "team" }, {}, true],
    ["event.data.n", { n: 1 }, {}, false],
  ])("%s of %j and %j is %s", (expression, data, arriving, expected) => {
    expect(isMatch(expression, { event: event(data), async: event(arriving) })).toBe(expected);
  });

  test("no expression always holds", () => {
    expect(isMatch(undefined, { event: event({}) })).toBe(true);
  });

  test.each(["event.data ++", "user.id == 1", "event.data.id ==", "unknown(event)"])(
    "%s is refused",
    (expression) => {
      expect(findExpressionFault(expression)).toEqual(expect.any(String));
    },
  );

  test("keys are text, and empty without a value", () => {
    expect(computeKey("event.data.org", event({ org: 5 }))).toBe("5");
    expect(computeKey("event.data.org + '-' + event.data.kind", event({ org: "a", kind: "b" }))).toBe("a-b");
    expect(computeKey("event.data.org", event({}))).toBe("");
    expect(computeKey("event.data.org", event({ org: null }))).toBe("");
  });

  test("numbers come out as numbers, and as zero without a value", () => {
    expect(computeNumber("event.data.vip ? 100 : 0", event({ vip: true }))).toBe(100);
    expect(computeNumber("event.data.missing", event({}))).toBe(0);
  });
});

describe("event ids", () => {
  const seed = `${Date.UTC(2026, 10, 21)},MTIzNDU2Nzg5MA==`;

  test("are the same for the same seed and place, and differ otherwise", () => {
    expect(computeEventId(seed, 0, 1)).toBe(computeEventId(seed, 0, 2));
    expect(computeEventId(seed, 0, 1)).not.toBe(computeEventId(seed, 1, 1));
    expect(computeEventId(seed, 0, 1)).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
  });

  test.each([undefined, "", "x", "abc,def", "-5,MTIz", "12,"])("are random with the seed %j", (given) => {
    expect(computeEventId(given, 0, 1)).not.toBe(computeEventId(given, 0, 1));
  });
});

describe("signatures", () => {
  const key = `signkey-test-${"ab".repeat(32)}`;
  const nowMs = 1_700_000_000_000;
  const sign = (text: string, secondsAgo = 0) => {
    const t = String(nowMs / 1000 - secondsAgo);
    return `t=${t}&s=${createHmac("sha256", "ab".repeat(32)).update(text).update(t).digest("hex")}`;
  };

  test("a body is signed in its canonical form, whatever the order of its keys", () => {
    expect(signBody({ b: 1, a: [{ d: null, c: "é" }] }, key, nowMs)).toBe(
      sign('{"a":[{"c":"é","d":null}],"b":1}'),
    );
    expect(signBody({ a: 1, b: 2 }, key, nowMs)).toBe(signBody({ b: 2, a: 1 }, key, nowMs));
  });

  test("half an emoji is replaced, so that the body can be signed; all else stays the same object", () => {
    const sound = { a: "👍" };
    expect(makeWellFormed(sound)).toBe(sound);
    expect(makeWellFormed({ a: ["\ud83d"] })).toEqual({ a: ["\ufffd"] });
  });

  test.each([
    ["a genuine one", sign("body"), null],
    ["none", undefined, /no signature/],
    ["one over other text", sign("other"), /another signing key/],
    ["an old one", sign("body", 301), /older than five minutes/],
    ["one from the future", sign("body", -301), /older than five minutes/],
    ["rubbish", "t=abc&s=def", /older than five minutes/],
  ])("an answer with %s is judged rightly", (_case, header, fault) => {
    const found = findAnswerSignatureFault(header, "body", key, nowMs);
    if (fault) expect(found).toMatch(fault);
    else expect(found).toBeNull();
  });

  test("keys are hashed as the SDK hashes them", () => {
    expect(stripSigningKeyPrefix(key)).toBe("ab".repeat(32));
    expect(hashSigningKey("signkey-prod-00")).toBe(
      "signkey-prod-6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    );
  });
});
