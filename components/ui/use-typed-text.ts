"use client";

import { type ChangeEvent, type RefObject, useEffect, useRef, useState } from "react";

export type TypedText = {
  typed: string;
  /** For the field that it is typed into. */
  field: {
    ref: RefObject<HTMLInputElement | null>;
    value: string;
    onChange: (event: ChangeEvent<HTMLInputElement>) => void;
  };
};

/** What stands in a field. What was typed before the page had woken counts too: React tells of no such change. */
export function useTypedText(initial: string): TypedText {
  const ref = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(initial);
  useEffect(() => {
    if (ref.current) setTyped(ref.current.value);
  }, []);
  return { typed, field: { ref, value: typed, onChange: (event) => setTyped(event.target.value) } };
}
