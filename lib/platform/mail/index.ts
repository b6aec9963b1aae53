import { createTransport, type Transporter } from "nodemailer";
import { env } from "@/lib/platform/env";
import { guard } from "@/lib/platform/resilience";

export interface Message {
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** Made from the cause: a second message for the same cause carries the same Message-ID. */
  readonly cause: string;
  readonly headers?: Readonly<Record<string, string>>;
}

let transport: Transporter | undefined;

function mailer(): Transporter {
  transport ??= createTransport(env().mail.smtpUrl, { from: env().mail.from });
  return transport;
}

/**
 * Sends one message through SMTP.
 *
 * @throws DomainError PROVIDER_UNAVAILABLE when the server does not answer; the server's refusal otherwise
 */
export async function sendMail({ to, subject, html, text, cause, headers = {} }: Message): Promise<void> {
  const host = new URL(env().app.url).hostname;
  const messageId = `<${cause.replace(/[^\w.-]/g, "-")}@${host}>`;
  await guard({ service: "Mail", timeoutMs: 15_000, retries: 2, isOutage: isMailOutage }).run(() =>
    mailer().sendMail({ to, subject, html, text, messageId, headers }),
  );
}

/** Checks that the mail server answers; used by health checks. */
export async function pingMail(): Promise<void> {
  await mailer().verify();
}

/** A 5xx reply of SMTP refuses this message for good; everything else may pass. */
function isMailOutage(error: unknown): boolean {
  const code = (error as { responseCode?: number }).responseCode;
  return code === undefined || code < 500;
}
