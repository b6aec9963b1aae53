"use client";

import { usePathname } from "next/navigation";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";

/** Names of pages by their address, as `titles` of the breadcrumb. */
type Names = Readonly<Record<string, string>>;

const Named = createContext<Names>({});
const Name = createContext<(names: Names) => void>(() => undefined);

/** Lets a page inside say what it is called. */
export function PageNames({ children }: { children: ReactNode }) {
  const [names, setNames] = useState<Names>({});
  return (
    <Name value={setNames}>
      <Named value={names}>{children}</Named>
    </Name>
  );
}

/** Tells the breadcrumb the name of a page that only the page itself knows, such as a customer's. */
export function PageName({ name }: { name: string }) {
  const path = usePathname();
  const setNames = useContext(Name);
  useEffect(() => setNames({ [path]: name }), [path, name, setNames]);
  return null;
}

/** What the page has said. */
export const useNamedPage = (): Names => useContext(Named);
