import Link from "next/link";
import { Avatar } from "@/components/ui/avatar";
import { ButtonLink } from "@/components/ui/button-link";
import { Logo } from "@/components/ui/logo";
import { Ruler } from "@/components/ui/ruler";
import { SkipLink } from "@/components/ui/skip-link";
import { PublicMenu } from "./public-menu";

export type PublicBarProps = {
  /** Pages that exist: Pricing, Docs, API. */
  links: readonly { href: string; label: string }[];
  /** Path of this page. */
  current?: string | undefined;
  /** The account of a signed-in visitor; null offers signing in. */
  account: { name: string; href: string } | null;
  signInHref: string;
};

/** The bar of public pages. */
export function PublicBar({ links, current, account, signInHref }: PublicBarProps) {
  return (
    <header className="border-line border-b bg-surface">
      <SkipLink />
      <div className="mx-auto flex h-16 w-full max-w-[79rem] items-center gap-6 px-8 max-sm:h-14 max-sm:gap-2 max-sm:px-4">
        <Link href="/" className="hover:no-underline">
          <Logo />
        </Link>
        <nav aria-label="Site" className="flex gap-5 font-medium text-sm max-sm:hidden">
          {links.map((link) => (
            <Link
              key={link.href}
              href={link.href}
              aria-current={link.href === current ? "page" : undefined}
              className="py-2 text-muted hover:text-ink aria-[current]:text-ink"
            >
              {link.label}
            </Link>
          ))}
        </nav>
        <div className="ml-auto flex items-center gap-2 max-sm:gap-1">
          {account ? (
            <>
              <span className="flex items-center gap-2 text-muted text-sm max-md:hidden">
                <Avatar name={account.name} of="account" size="sm" />
                {account.name}
              </span>
              <ButtonLink href={account.href} size="sm">
                Open dashboard
              </ButtonLink>
            </>
          ) : (
            <ButtonLink href={signInHref} size="sm">
              Sign in
            </ButtonLink>
          )}
          <PublicMenu links={links} />
        </div>
      </div>
    </header>
  );
}

/** The bar above signing in: the mark alone, on a graduated edge. */
export function EntryBar() {
  return (
    <header>
      <SkipLink />
      <div className="mx-auto flex h-16 w-full max-w-[79rem] items-center px-8 max-sm:h-14 max-sm:px-4">
        <Link href="/" className="hover:no-underline">
          <Logo />
        </Link>
      </div>
      <Ruler />
    </header>
  );
}
