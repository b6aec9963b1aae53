"use client";

import { useId } from "react";
import { THEME_OPTIONS } from "@/components/theme/theme-switch";
import { useStoredTheme } from "@/components/theme/use-stored-theme";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Segmented } from "@/components/ui/segmented";

/** Light, dark, or as the system says. Holds at once. */
export function ThemeCard() {
  const titleId = useId();
  const [theme, change] = useStoredTheme();
  return (
    <Card labelledBy={titleId}>
      <CardHeader
        title="Theme"
        titleId={titleId}
        description="Holds at once, and in every browser you sign in with."
      />
      <CardBody>
        <Segmented label="Theme" value={theme} options={THEME_OPTIONS} onChange={change} />
      </CardBody>
    </Card>
  );
}
