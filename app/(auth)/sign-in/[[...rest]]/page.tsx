import type { Metadata } from "next";
import { EntryPage, type EntrySearch } from "@/app/(auth)/entry-page";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: { searchParams: Promise<EntrySearch> }) {
  return <EntryPage mode="sign-in" search={await searchParams} />;
}
