import type { MessageWords } from "@/lib/accounts";

export interface ExportReadyFacts {
  /** Null for a person's own data. */
  readonly accountName: string | null;
  readonly expiresAt: Date;
  /** Page with the download. */
  readonly href: string;
}

/** What is said when an export is ready. The link leads to the page: it opens for nobody who is not signed in. */
export function exportReadyWords({ accountName, expiresAt, href }: ExportReadyFacts): MessageWords {
  const what = accountName ? `the data of ${accountName}` : "your own data";
  const until = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(expiresAt);
  return {
    subject: "Your export is ready",
    preview: `The copy of ${what} can be downloaded until ${until}.`,
    heading: "Your export is ready",
    paragraphs: [
      `The copy of ${what} that you asked for can be downloaded until ${until}. Then it is erased.`,
      "You need to be signed in, and may not have lost the right to export meanwhile.",
    ],
    action: { label: "Open the download", href },
  };
}
