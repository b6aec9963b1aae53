import { SignIn as ClerkSignIn, SignUp as ClerkSignUp } from "@clerk/nextjs";
import { redirect } from "next/navigation";
import { findPageContext } from "@/app/_server/page-context";
import { listStandIns } from "@/app/_server/stand-ins";
import { SignIn } from "@/components/identity/sign-in";
import { EntryBar } from "@/components/layout/public-bar";
import { PublicFooter } from "@/components/layout/public-footer";
import { type DemoPerson, listDemoPeople } from "@/lib/accounts";
import { env } from "@/lib/platform/env";
import { findOwnPath } from "@/lib/platform/own-path";

export interface EntrySearch {
  /** Path to go to afterwards; anything that is not a path of ours is ignored. */
  readonly next?: string | readonly string[];
}

/** Signing in or up, by whichever identity this installation runs on. */
export async function EntryPage({ mode, search }: { mode: "sign-in" | "sign-up"; search: EntrySearch }) {
  const returnTo = findOwnPath(search.next) ?? "/dashboard";
  if (await findPageContext()) redirect(returnTo);
  if (env().identity.mode === "clerk") {
    const Clerk = mode === "sign-in" ? ClerkSignIn : ClerkSignUp;
    return (
      <>
        <EntryBar />
        <main id="main" className="grid flex-1 place-items-center px-4 py-8">
          <Clerk fallbackRedirectUrl={returnTo} />
        </main>
      </>
    );
  }
  const people = await listDemoPeople();
  return (
    <>
      <EntryBar />
      <SignIn mode={mode} people={people.map(describe)} returnTo={returnTo} />
      <PublicFooter standIns={listStandIns()} />
    </>
  );
}

function describe({ email, name, role, account }: DemoPerson) {
  const isStaff = role === "Platform admin";
  return {
    email,
    name,
    detail: isStaff ? role : `${role}, ${account}`,
    badge: isStaff ? { label: "Admin", tone: "brand" as const } : null,
  };
}
