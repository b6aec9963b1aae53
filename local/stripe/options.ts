import { parseArgs } from "node:util";
import { z } from "zod";
import type { LocalStripeOptions } from "./create-local-stripe";
import { randomText } from "./state/ids";

export const USAGE = `A Stripe on this machine. No money moves.

npm run stripe -- [options]
  --port <n>                 where to listen (4002; 0 takes a free port)
  --host <address>           which address to listen on (127.0.0.1)
  --webhook-url <url>        where events are sent
  --webhook-secret <whsec_>  what they are signed with (made and shown when left out)
  --api-key <sk_test_>       the secret key to answer to (sk_test_local)
  --public-url <url>         where browsers reach it, when that is not where it listens
  --state-dir <folder>       keep everything there (without it, all is gone when it stops)
  --account-name <name>      the shop's name on the pages
  --retry-days <n,n,...>     days after a failed renewal at which it is tried again (3,8,15)
  --after-last-retry <what>  cancel, unpaid or past_due (cancel)
  --json                     print one line of JSON when it listens, and nothing else
  --help

STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET in the environment do the same as --api-key and --webhook-secret, and
unlike a command line they cannot be read by every user of the machine.`;

const httpUrl = (flag: string) => z.url({ protocol: /^https?$/, error: `${flag} must be an http URL.` });

const schema = z.object({
  port: z.coerce.number().int().min(0).max(65_535),
  host: z.string(),
  webhookUrl: httpUrl("--webhook-url").optional(),
  webhookSecret: z
    .string()
    .regex(/^whsec_\S+$/, "The webhook secret must begin with whsec_.")
    .optional(),
  apiKey: z
    .string()
    .regex(/^(?!.k_live_)/, "A live key has no business here: choose one that begins with sk_test_.")
    .regex(/^([sr]k_test_\S+|.k_live_.*)$/, "The API key must begin with sk_test_."),
  publicUrl: httpUrl("--public-url").optional(),
  stateDir: z.string().optional(),
  accountName: z.string().optional(),
  retryDays: z.array(z.coerce.number().positive()).optional(),
  afterLastRetry: z.enum(["cancel", "unpaid", "past_due"]).optional(),
});

export interface CommandLine {
  help: boolean;
  json: boolean;
  /** The secret was made up here, so it has to be shown. */
  madeSecret: boolean;
  stripe: LocalStripeOptions;
}

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;

/** Reads the command line and the environment. @throws Error with one sentence for each thing that is wrong */
export function readCommandLine(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): CommandLine {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      port: text,
      host: text,
      "webhook-url": text,
      "webhook-secret": text,
      "api-key": text,
      "public-url": text,
      "state-dir": text,
      "account-name": text,
      "retry-days": text,
      "after-last-retry": text,
      json: flag,
      help: { type: "boolean", short: "h" },
    },
  });
  const secret = values["webhook-secret"] ?? (environment["STRIPE_WEBHOOK_SECRET"] || undefined);
  const read = schema.safeParse({
    port: values.port ?? "4002",
    host: values.host ?? "127.0.0.1",
    webhookUrl: values["webhook-url"],
    webhookSecret: secret,
    apiKey: values["api-key"] ?? (environment["STRIPE_SECRET_KEY"] || "sk_test_local"),
    publicUrl: values["public-url"]?.replace(/\/$/, ""),
    stateDir: values["state-dir"],
    accountName: values["account-name"],
    retryDays: values["retry-days"]?.split(","),
    afterLastRetry: values["after-last-retry"],
  });
  if (!read.success) throw new Error(read.error.issues.map(explain).join("\n"));
  if (values["webhook-secret"] && !read.data.webhookUrl)
    throw new Error("--webhook-secret is of no use without --webhook-url.");
  const { accountName, webhookUrl, webhookSecret, ...rest } = read.data;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return {
    help: values.help ?? false,
    json: values.json ?? false,
    madeSecret: webhookUrl !== undefined && webhookSecret === undefined,
    stripe: {
      ...given,
      ...(webhookUrl ? { webhookUrl, webhookSecret: webhookSecret ?? `whsec_${randomText(32)}` } : {}),
      ...(accountName ? { account: { id: "acct_1LocalStripe000", name: accountName, country: "US" } } : {}),
    },
  };
}

const FLAGS: Readonly<Record<string, string>> = {
  port: "--port must be a whole number from 0 to 65535.",
  retryDays: "--retry-days must be days with commas between them, such as 3,8,15.",
  afterLastRetry: "--after-last-retry must be cancel, unpaid or past_due.",
};

function explain(issue: { path: PropertyKey[]; message: string }): string {
  return FLAGS[String(issue.path[0])] ?? issue.message;
}
