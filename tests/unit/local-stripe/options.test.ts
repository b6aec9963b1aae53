import { describe, expect, it } from "vitest";
import { readCommandLine } from "@/local/stripe/options";

describe("the command line of the local Stripe", () => {
  it("needs nothing", () => {
    expect(readCommandLine([], {})).toEqual({
      help: false,
      json: false,
      madeSecret: false,
      stripe: { port: 4002, host: "127.0.0.1", apiKey: "sk_test_local" },
    });
  });

  it("takes secrets from the environment, and flags before it", () => {
    const environment = { STRIPE_SECRET_KEY: "sk_test_env", STRIPE_WEBHOOK_SECRET: "whsec_env" };
    const url = ["--webhook-url", "http://localhost:3000/hook"];
    expect(readCommandLine(url, environment).stripe).toMatchObject({
      apiKey: "sk_test_env",
      webhookSecret: "whsec_env",
    });
    expect(
      readCommandLine([...url, "--api-key", "sk_test_flag", "--webhook-secret", "whsec_flag"], environment)
        .stripe,
    ).toMatchObject({ apiKey: "sk_test_flag", webhookSecret: "whsec_flag" });
  });

  it("reads how failed renewals are tried again", () => {
    const { stripe } = readCommandLine(["--retry-days", "1,3", "--after-last-retry", "unpaid"], {});
    expect(stripe).toMatchObject({ retryDays: [1, 3], afterLastRetry: "unpaid" });
  });

  it.each<[string[], RegExp]>([
    [["--port", "web"], /^--port must be a whole number from 0 to 65535\.$/],
    [["--port", "70000"], /^--port must be/],
    [["--webhook-url", "localhost"], /^--webhook-url must be an http URL\.$/],
    [
      ["--webhook-url", "http://x.test", "--webhook-secret", "secret"],
      /^The webhook secret must begin with whsec_\.$/,
    ],
    [["--webhook-secret", "whsec_1"], /^--webhook-secret is of no use without --webhook-url\.$/],
    [["--api-key", "sk_live_1"], /^A live key has no business here/],
    [["--api-key", "key"], /^The API key must begin with sk_test_\.$/],
    [["--retry-days", "soon"], /^--retry-days must be days/],
    [["--after-last-retry", "shrug"], /^--after-last-retry must be cancel, unpaid or past_due\.$/],
    [["--nonsense"], /Unknown option '--nonsense'/],
  ])("says what is wrong with %j", (argv, sentence) => {
    expect(() => readCommandLine(argv, {})).toThrow(sentence);
  });
});
