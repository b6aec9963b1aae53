import { SMTPServer } from "smtp-server";
import type { MessageStore } from "./message-store";

const LARGEST_MESSAGE_BYTES = 10 * 1024 * 1024;

/** An SMTP server that accepts every message for everybody and delivers none. */
export function createSmtpServer(store: MessageStore): SMTPServer {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    // Takes any name and password: the app's SMTP settings need no change to work here.
    onAuth: (auth, _session, callback) => callback(null, { user: auth.username ?? "anyone" }),
    size: LARGEST_MESSAGE_BYTES,
    logger: false,
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("error", callback);
      stream.on("end", () => {
        if (stream.sizeExceeded) {
          callback(Object.assign(new Error("The message is larger than 10 MB."), { responseCode: 552 }));
          return;
        }
        const recipients = session.envelope.rcptTo.map((recipient) => recipient.address);
        // Accepted only once it is on disk, as a real server does.
        store.add(Buffer.concat(chunks), recipients).then(
          () => callback(),
          (error: unknown) => {
            console.error(error);
            callback(
              Object.assign(new Error("The message could not be kept: try again."), { responseCode: 451 }),
            );
          },
        );
      });
    },
  });
  server.on("error", (error) => console.error(error));
  return server;
}
