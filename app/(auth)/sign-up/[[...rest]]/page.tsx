import type { Metadata } from "next";
import { EntryPage, type EntrySearch } from "@/app/(auth)/entry-page";

export const metadata: Metadata = { title: "Create an account" };

export default async function SignUpPage({ searchParams }: { searchParams: Promise<EntrySearch> }) {
  return <EntryPage mode="sign-up" search={await searchParams} />;
}
