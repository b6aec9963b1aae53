"use client";

import { useParams } from "next/navigation";
import { useCallback } from "react";
import { accountPath } from "@/lib/platform/account-path";

/** Makes addresses of the account that the page is about; outside of any account, of the one last chosen. */
export function useAccountPath(): (path: string) => string {
  const { account } = useParams<{ account?: string }>();
  return useCallback((path) => (account === undefined ? path : accountPath(account, path)), [account]);
}
