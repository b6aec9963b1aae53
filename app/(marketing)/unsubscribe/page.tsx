import type { Metadata } from "next";
import { Unsubscribe } from "@/components/notifications/unsubscribe";
import { findUnsubscribeLink } from "@/lib/notifications";
import { PublicFrame } from "../public-frame";

export const metadata: Metadata = { title: "Stop an e-mail", robots: { index: false } };

export interface UnsubscribePageProps {
  readonly searchParams: Promise<{ readonly token?: string | string[] }>;
}

/** Where the links in messages lead. Looking changes nothing: mail programs open links by themselves. */
export default async function UnsubscribePage({ searchParams }: UnsubscribePageProps) {
  const { token } = await searchParams;
  const found = typeof token === "string" ? findUnsubscribeLink(token) : null;
  return (
    <PublicFrame current="/unsubscribe">
      <Unsubscribe link={found && { token: String(token), name: found.name }} />
    </PublicFrame>
  );
}
