import { renderMessage } from "./message";

export interface DeletionNotice {
  readonly notice: "requested" | "undone" | "erased";
  readonly subject: "account" | "person";
  /** Name of the organization; of a person, of their personal account. */
  readonly accountName: string;
  readonly dueAt: Date;
  /** Address of the application, without a slash at the end. */
  readonly appUrl: string;
}

const day = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "UTC",
});

/** Subject and both bodies of a message about a deletion. */
export function renderDeletionNotice({ notice, subject, accountName, dueAt, appUrl }: DeletionNotice) {
  const what = subject === "person" ? "your profile" : accountName;
  const due = `${day.format(dueAt)} UTC`;
  const where = subject === "person" ? "profile" : "account";
  const action = { label: "Undo the deletion", href: `${appUrl}/settings/${where}` };
  if (notice === "requested") {
    return renderMessage({
      subject: `${capital(what)} will be deleted on ${due}`,
      preview: "Nothing renews any more. Until then it can be undone.",
      heading: `${capital(what)} will be deleted`,
      paragraphs: [
        `On ${due} everything in ${what} is erased. Until then it works as before, nothing renews, and the deletion can be undone.`,
        "Invoices are kept as the law asks, without names.",
        "If you did not expect this, undo it and sign out everywhere under Sessions.",
      ],
      action,
    });
  }
  if (notice === "undone") {
    return renderMessage({
      subject: `${capital(what)} stays`,
      preview: "The deletion was undone.",
      heading: "The deletion was undone",
      paragraphs: [
        `${capital(what)} stays. A plan that was running renews as before; one that came to its end in the meantime does not come back by itself.`,
      ],
      action: { label: "Open Meterhouse", href: `${appUrl}/dashboard` },
    });
  }
  return renderMessage({
    subject: `${capital(what)} is being erased`,
    preview: "The time for undoing is over.",
    heading: `${capital(what)} is being erased`,
    paragraphs: [
      "The time for undoing is over, and the last payment arrangement has been ended. This is the last message about it.",
      "Invoices are kept as the law asks, without names.",
    ],
  });
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
