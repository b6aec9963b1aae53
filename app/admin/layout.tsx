import type { Metadata } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { signOut } from "@/app/_server/actions";
import { ADMIN_AUDIT, ADMIN_HOME, requireAdmin } from "@/app/_server/admin-context";
import { ReaderFrame } from "@/app/_server/reader-frame";
import { PATH_HEADER } from "@/app/_server/request-headers";
import { listStandIns } from "@/app/_server/stand-ins";
import { AdminShell } from "@/components/layout/admin-shell";
import type { NavGroup } from "@/components/layout/types";
import { ACCOUNT_HOME } from "@/lib/platform/account-path";

export const metadata: Metadata = { title: { default: "Admin", template: "%s · Admin · Meterhouse" } };

const nav: readonly NavGroup[] = [
  { label: "Business", items: [{ href: "/admin/customers", label: "Customers", icon: "customers" }] },
  { label: "Operations", items: [{ href: ADMIN_AUDIT, label: "Audit log", icon: "audit" }] },
];

/** The frame of the back office. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const { person } = await requireAdmin((await headers()).get(PATH_HEADER) ?? ADMIN_HOME);
  return (
    <ReaderFrame>
      <AdminShell
        nav={nav}
        homeHref={ADMIN_HOME}
        viewer={{
          name: person.name || person.email,
          email: person.email,
          otherSide: { href: ACCOUNT_HOME, label: "Your account" },
        }}
        signOut={signOut}
        standIns={listStandIns()}
      >
        {children}
      </AdminShell>
    </ReaderFrame>
  );
}
