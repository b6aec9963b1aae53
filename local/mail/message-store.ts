import { EventEmitter } from "node:events";
import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import PostalMime, { type Email } from "postal-mime";
import { v7 as uuidv7 } from "uuid";

export interface MessageSummary {
  readonly id: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  /** First words of the text. */
  readonly preview: string;
  readonly receivedAt: string;
}

export interface Message extends MessageSummary {
  readonly html: string | null;
  readonly text: string | null;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly attachments: readonly { readonly name: string; readonly type: string; readonly bytes: number }[];
}

interface Envelope {
  readonly recipients: readonly string[];
  readonly receivedAt: string;
}

const PREVIEW_LENGTH = 140;
const ID = /^[0-9a-f-]{36}$/;

/** Caught messages: the raw text and the envelope as files, the list in memory. Says `change` when it changes. */
export class MessageStore extends EventEmitter<{ change: [] }> {
  readonly #directory: string;
  readonly #messages = new Map<string, Message>();

  private constructor(directory: string) {
    super();
    this.#directory = directory;
    // One listener per open inbox page.
    this.setMaxListeners(0);
  }

  static async open(directory: string): Promise<MessageStore> {
    await mkdir(directory, { recursive: true });
    const store = new MessageStore(directory);
    for (const name of (await readdir(directory)).filter((file) => file.endsWith(".json")).sort()) {
      const id = name.slice(0, -".json".length);
      const envelope = JSON.parse(await readFile(join(directory, name), "utf8")) as Envelope;
      const raw = await readFile(join(directory, `${id}.eml`));
      store.#messages.set(id, await parseMessage(id, raw, envelope));
    }
    return store;
  }

  /** Keeps a message durably, then shows it. */
  async add(raw: Buffer, recipients: readonly string[]): Promise<void> {
    const id = uuidv7();
    const envelope: Envelope = { recipients, receivedAt: new Date().toISOString() };
    const message = await parseMessage(id, raw, envelope);
    await this.#write(`${id}.eml`, raw);
    // The envelope comes second: a message counts once both files are whole.
    await this.#write(`${id}.json`, JSON.stringify(envelope));
    this.#messages.set(id, message);
    this.emit("change");
  }

  /** Newest first. `to` is a whole address, `search` any words of sender, recipient, subject or text. */
  list(filter: { to?: string | undefined; search?: string | undefined }): Message[] {
    const to = filter.to?.trim().toLowerCase() ?? "";
    const words = (filter.search ?? "").toLowerCase().split(/\s+/).filter(Boolean);
    return [...this.#messages.values()].reverse().filter((message) => {
      if (to !== "" && !message.to.some((address) => address.toLowerCase() === to)) return false;
      const content = [message.from, ...message.to, message.subject, message.text ?? message.html ?? ""]
        .join("\n")
        .toLowerCase();
      return words.every((word) => content.includes(word));
    });
  }

  find(id: string): Message | null {
    return this.#messages.get(id) ?? null;
  }

  async findRaw(id: string): Promise<Buffer | null> {
    return this.#messages.has(id) ? readFile(join(this.#directory, `${id}.eml`)) : null;
  }

  async delete(id: string): Promise<boolean> {
    if (!ID.test(id) || !this.#messages.delete(id)) return false;
    await rm(join(this.#directory, `${id}.json`), { force: true });
    await rm(join(this.#directory, `${id}.eml`), { force: true });
    this.emit("change");
    return true;
  }

  async deleteAll(): Promise<void> {
    for (const id of [...this.#messages.keys()]) await this.delete(id);
  }

  async #write(name: string, content: Buffer | string): Promise<void> {
    const path = join(this.#directory, name);
    const file = await open(`${path}.part`, "w", 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${path}.part`, path);
  }
}

async function parseMessage(id: string, raw: Buffer, envelope: Envelope): Promise<Message> {
  const email: Email = await PostalMime.parse(raw);
  const text = email.text?.trim() ?? null;
  return {
    id,
    from: formatSender(email),
    to: envelope.recipients,
    subject: email.subject?.trim() || "(no subject)",
    preview: (text ?? "").replace(/\s+/g, " ").slice(0, PREVIEW_LENGTH),
    receivedAt: envelope.receivedAt,
    html: email.html ?? null,
    text,
    headers: email.headers.map(({ key, value }) => ({ name: key, value })),
    attachments: email.attachments.map(({ filename, mimeType, content }) => ({
      name: filename ?? "unnamed",
      type: mimeType,
      bytes: typeof content === "string" ? Buffer.byteLength(content) : content.byteLength,
    })),
  };
}

function formatSender(email: Email): string {
  const sender = email.from;
  if (sender?.address === undefined) return "(no sender)";
  return sender.name ? `${sender.name} <${sender.address}>` : sender.address;
}
