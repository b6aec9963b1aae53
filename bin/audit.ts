import { createWriteStream, readFileSync, writeFileSync } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Command, InvalidArgumentError, Option } from "commander";
import {
  type Anchor,
  type ChainBreak,
  type ChainName,
  checkSignature,
  exportAuditLog,
  findAccountByName,
  readAnchors,
  takeAnchors,
  verifyChains,
} from "@/lib/accounts";
import { systemClock } from "@/lib/platform/clock";
import { database } from "@/lib/platform/db";
import { EnvironmentError, env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";
import { logger } from "@/lib/platform/log";

/** What the person can put right, in one sentence. */
class Refusal extends Error {}

const program = new Command("audit").description(
  "Verifies, anchors and exports the audit log. docs/audit.md says what each of them proves.",
);
const accountOption = () =>
  new Option("--account <id|slug>", "this account's chain alone; `installation` for entries of no account");

program
  .command("verify")
  .description(
    "recompute every hash; exit code 1 and the first broken entry of each chain when one does not fit",
  )
  .addOption(accountOption())
  .option(
    "--since <instant>",
    "begin in each chain at its first entry of this day or instant (ISO 8601)",
    parseInstant,
  )
  .option("--against <file>", "compare with an anchor, or with log lines that hold anchors")
  .option("--public-key <file>", "PEM key that checks the anchor's signature; AUDIT_ANCHOR_KEY when left out")
  .option("--json", "print the result as JSON", false)
  .action(runVerify);
program
  .command("anchor")
  .description(
    "print the heads of all chains as a statement to keep elsewhere; signed when AUDIT_ANCHOR_KEY is set",
  )
  .addOption(accountOption())
  .option("--out <file>", "write it to a file")
  .action(runAnchor);
program
  .command("export")
  .description("write an account's entries with their hashes; the export is an entry itself")
  .addOption(accountOption().makeOptionMandatory())
  .addOption(new Option("--format <format>", "of the file").choices(["csv", "json"]).default("json"))
  .option("--from <instant>", "entries from this day or instant on", parseInstant)
  .option("--to <instant>", "entries before this day or instant", parseInstant)
  .option("--out <file>", "write to a file instead of the standard output")
  .action(runExport);

try {
  await program.parseAsync();
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
} finally {
  await database().end({ timeout: 5 });
}

interface VerifyFlags {
  readonly account?: string;
  readonly since?: Date;
  readonly against?: string;
  readonly publicKey?: string;
  readonly json: boolean;
}

async function runVerify(flags: VerifyFlags): Promise<void> {
  if (flags.since && flags.against !== undefined) {
    throw new Refusal("--against needs the whole chain: leave out --since.");
  }
  const chain = await readChain(flags.account);
  const anchors = flags.against === undefined ? [] : readAnchors(readText(flags.against));
  const signatures = anchors.map((anchor) => checkSignature(anchor, readPublicKey(flags.publicKey)));
  const result = await verifyChains({
    chain,
    ...(flags.since && { since: flags.since }),
    anchors: anchors.flatMap(({ heads }) => heads),
  });
  const isForged = signatures.includes("invalid");
  if (result.brokenChains > 0 || isForged) process.exitCode = 1;
  if (flags.json) {
    const compared = anchors.map(({ takenAt, heads }, index) => ({
      takenAt,
      heads: heads.length,
      signature: signatures[index],
    }));
    console.log(JSON.stringify({ ok: !process.exitCode, ...result, anchors: compared }, null, 2));
    return;
  }
  for (const [index, anchor] of anchors.entries())
    console.log(describeAnchor(anchor, signatures[index] ?? ""));
  for (const each of result.breaks) console.log(describeBreak(each));
  const read = `${count(result.entries, "entry", "entries")} in ${count(result.chains, "chain", "chains")}`;
  console.log(
    result.brokenChains === 0
      ? `Verified ${read}: each stands as it was written.`
      : `Read ${read}: ${count(result.brokenChains, "chain is", "chains are")} broken.`,
  );
}

async function runAnchor(flags: { readonly account?: string; readonly out?: string }): Promise<void> {
  const [anchor] = await takeAnchors(systemClock, await readChain(flags.account));
  const text = `${JSON.stringify(anchor, null, 2)}\n`;
  if (flags.out === undefined) process.stdout.write(text);
  else writeFileSync(flags.out, text);
}

interface ExportFlags {
  readonly account: string;
  readonly format: "csv" | "json";
  readonly from?: Date;
  readonly to?: Date;
  readonly out?: string;
}

async function runExport(flags: ExportFlags): Promise<void> {
  const chain = await readChain(flags.account);
  if (!chain?.accountId) throw new Refusal("An export is an account's: give its id or slug.");
  const ctx = {
    requestId: newId(),
    actor: { kind: "system", name: "audit-command" },
    clock: systemClock,
    log: logger(),
    ip: null,
  } as const;
  const { text, entries } = await exportAuditLog(ctx, chain.accountId, flags.format, {
    ...(flags.from && { from: flags.from.toISOString() }),
    ...(flags.to && { to: flags.to.toISOString() }),
  });
  const target = flags.out === undefined ? process.stdout : createWriteStream(flags.out);
  await pipeline(Readable.from(text), target, { end: flags.out !== undefined });
  if (flags.out !== undefined) console.log(`Wrote ${count(entries, "entry", "entries")} to ${flags.out}.`);
}

async function readChain(name: string | undefined): Promise<ChainName | null> {
  if (name === undefined) return null;
  if (name === "installation") return { accountId: null };
  const accountId = await findAccountByName(name);
  if (accountId === null) throw new Refusal(`There is no account ${name}: give its id or slug.`);
  return { accountId };
}

function readPublicKey(path: string | undefined): string | null {
  return path === undefined ? (env().operations.auditAnchorKey ?? null) : readText(path);
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new Refusal(`${path} cannot be read: ${(error as Error).message}.`);
  }
}

function parseInstant(text: string): Date {
  const instant = new Date(text);
  if (!/^\d{4}-\d\d-\d\d/.test(text) || Number.isNaN(instant.getTime())) {
    throw new InvalidArgumentError("Use a day or an instant, such as 2026-11-01 or 2026-11-01T14:05:00Z.");
  }
  return instant;
}

function describeAnchor({ takenAt, heads }: Anchor, signature: string): string {
  return `Anchor of ${takenAt}: ${count(heads.length, "head", "heads")}, signature ${signature}.`;
}

function describeBreak({ accountId, sequence, entryId, kind, difference }: ChainBreak): string {
  const whose = accountId === null ? "the installation's chain" : `account ${accountId}`;
  return `Broken: ${whose}, entry ${sequence}${entryId ? ` (${entryId})` : ""}, ${kind}: ${difference}.`;
}

function count(number: number, one: string, many: string): string {
  return `${number.toLocaleString("en-US")} ${number === 1 ? one : many}`;
}

/** One sentence for what the person can put right; the whole error for what nobody expected. */
function explain(error: unknown): unknown {
  if (error instanceof Refusal || error instanceof EnvironmentError) return error.message;
  const code = (error as { code?: unknown }).code;
  if (code === "ECONNREFUSED" || code === "CONNECT_TIMEOUT" || code === "ENOTFOUND") {
    return "The database of DATABASE_URL does not answer: start it or correct the address, then try again.";
  }
  return error;
}
