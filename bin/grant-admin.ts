import { Command } from "commander";
import { grantPlatformAdmin, listPlatformAdmins, revokePlatformAdmin } from "@/lib/accounts";
import { systemClock } from "@/lib/platform/clock";
import type { Context } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { EnvironmentError } from "@/lib/platform/env";
import { DomainError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { logger } from "@/lib/platform/log";

const ctx: Context = {
  requestId: newId(),
  actor: { kind: "system", name: "admin-cli" },
  clock: systemClock,
  log: logger(),
  ip: null,
};

const program = new Command("admin").description(
  "Says who is a platform admin of this installation: staff who may look into every account. Each change is in the audit log.",
);

program
  .command("list")
  .description("everyone who is or was one")
  .option("--json", "print as JSON", false)
  .action(({ json }: { json: boolean }) => run(() => list(json)));

for (const [verb, change, says] of [
  ["grant", grantPlatformAdmin, "make the person with this e-mail address a platform admin"],
  ["revoke", revokePlatformAdmin, "end the rights of the platform admin with this e-mail address, at once"],
] as const) {
  program
    .command(verb)
    .argument("<email>", "address of somebody who has signed in at least once")
    .description(says)
    .option("--dry-run", "say what would change, and change nothing", false)
    .option("--json", "print the result as JSON", false)
    .action((email: string, { dryRun, json }: { dryRun: boolean; json: boolean }) =>
      run(async () => {
        const result = await change(ctx, email, { dryRun });
        if (json) return JSON.stringify({ verb, dryRun, ...result });
        if (!result.changed)
          return `${email} is ${verb === "grant" ? "a platform admin already" : "no platform admin"}. Nothing changed.`;
        if (dryRun) return `would ${verb} ${email}. Nothing was changed.`;
        return verb === "grant"
          ? `${email} is a platform admin now.`
          : `${email} is no platform admin any more.`;
      }),
    );
}

await program.parseAsync();

async function list(json: boolean): Promise<string> {
  const admins = await listPlatformAdmins();
  if (json) return JSON.stringify(admins, null, 2);
  if (admins.length === 0) return "Nobody is a platform admin. Make one: npm run admin -- grant <email>";
  return admins
    .map(
      ({ email, grantedAt, grantedBy, revokedAt }) =>
        `${email}  granted ${grantedAt} by ${grantedBy}${revokedAt ? `, revoked ${revokedAt}` : ""}`,
    )
    .join("\n");
}

async function run(work: () => Promise<string>): Promise<void> {
  try {
    const sql = database();
    try {
      console.log(await work());
    } finally {
      await sql.end({ timeout: 5 });
    }
  } catch (error) {
    console.error(explain(error));
    process.exitCode = 1;
  }
}

/** One sentence for what the person can put right; the whole error for what nobody expected. */
function explain(error: unknown): unknown {
  if (error instanceof DomainError || error instanceof EnvironmentError) return error.message;
  const code = (error as { code?: unknown }).code;
  if (code === "ECONNREFUSED" || code === "CONNECT_TIMEOUT" || code === "ENOTFOUND") {
    return "The database of DATABASE_URL does not answer: start it or correct the address, then try again.";
  }
  return error;
}
