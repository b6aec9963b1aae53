import { expect, test } from "vitest";
import { renderWelcome } from "@/lib/accounts/mail/welcome";

const facts = { name: "Ada", overviewUrl: "https://billing.example.com/a/ada-4k2m9x/dashboard" };

test("the welcome message greets by name and links to the overview, in HTML and in plain text", async () => {
  const { subject, html, text } = await renderWelcome(facts);
  expect(subject).toBe("Your Meterhouse account is ready");
  for (const body of [html, text]) {
    expect(body).toContain("Ada");
    expect(body).toContain(facts.overviewUrl);
  }
  expect(text).not.toContain("<");
});

test("a name that is markup stays text", async () => {
  const { html } = await renderWelcome({ ...facts, name: "<img src=x onerror=alert(1)>" });
  expect(html).not.toContain("<img src=x");
});

test("a person without a name is greeted without one", async () => {
  expect((await renderWelcome({ ...facts, name: "" })).text).toMatch(/^Hello,$/m);
});
