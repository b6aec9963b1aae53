"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import { classNames } from "./class-names";

export type ScrollRegionProps = { label: string; className?: string | undefined; children: ReactNode };

/** Scrolls sideways when its content is wider, and only then is a stop for the keyboard. */
export function ScrollRegion({ label, className, children }: ScrollRegionProps) {
  const ref = useRef<HTMLElement>(null);
  const [scrolls, setScrolls] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setScrolls(element.scrollWidth > element.clientWidth + 1));
    observer.observe(element);
    if (element.firstElementChild) observer.observe(element.firstElementChild);
    return () => observer.disconnect();
  }, []);
  return (
    <section
      ref={ref}
      aria-label={scrolls ? `${label}, scrolls sideways` : undefined}
      tabIndex={scrolls ? 0 : undefined}
      className={classNames("relative overflow-x-auto focus-visible:-outline-offset-2", className)}
    >
      {children}
    </section>
  );
}
