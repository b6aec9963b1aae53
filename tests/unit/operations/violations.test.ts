import { describe, expect, test } from "vitest";
import { computeViolations } from "@/lib/operations/compute/compute-violations";
import { policyReports } from "@/lib/operations/schemas";

const read = (reports: unknown) => computeViolations(policyReports.parse(reports));

describe("a report about the content security policy", () => {
  test("is read as report-uri sends it", () => {
    expect(
      read({
        "csp-report": {
          "document-uri": "https://billing.example.com/a/larkfield/billing?session_id=cs_1",
          "effective-directive": "script-src-elem",
          "blocked-uri": "https://evil.example/x.js?who=ada@example.com",
          "script-sample": "alert(1)",
        },
      }),
    ).toEqual([
      { directive: "script-src-elem", blocked: "https://evil.example", page: "/a/{account}/billing" },
    ]);
  });

  test("is read as the Reporting API sends it, and other reports are left out", () => {
    expect(
      read([
        { type: "deprecation", body: { id: "x" } },
        {
          type: "csp-violation",
          age: 5,
          body: {
            documentURL: "https://b.example/",
            effectiveDirective: "style-src-elem",
            blockedURL: "inline",
          },
        },
      ]),
    ).toEqual([{ directive: "style-src-elem", blocked: "inline", page: "/" }]);
  });

  test("brings no text of its sender's into the log", () => {
    const text = "ada@example.com mh_live_secret\n{}";
    expect(
      read({
        "csp-report": {
          "document-uri": text,
          "effective-directive": `${text}`,
          "blocked-uri": `data:${text}`,
        },
      }),
    ).toEqual([{ directive: "unknown", blocked: "data:", page: "unknown" }]);
  });

  test("without anything in it says so", () => {
    expect(read({ "csp-report": {} })).toEqual([
      { directive: "unknown", blocked: "unknown", page: "unknown" },
    ]);
  });
});
