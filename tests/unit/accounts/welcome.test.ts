import { expect, test } from "vitest";
import { renderWelcome } from "@/lib/accounts/mail/welcome";

const facts = { name: "Ada", appUrl: "https://billing.example.com" };

test("the welcome message greets by name and links to the overview, in HTML and in plain text", async () => {
  const { subject, html, text } = await renderWelcome(facts);
  expect(subject).toBe("Your Meterhouse account is ready");
  for (const body of [html, text]) {
    expect(body).toContain("Ada");
    expect(body).toContain("https://billing.example.com/dashboard");
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
