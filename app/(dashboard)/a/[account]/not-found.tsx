"use client";

import { NotFoundView } from "@/components/errors/not-found-view";
import { useAccountPath } from "@/components/layout/use-account-path";

export default function AccountNotFound() {
  return <NotFoundView homeHref={useAccountPath()("/dashboard")} />;
}
