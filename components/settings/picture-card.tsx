"use client";

import { useRouter } from "next/navigation";
import { useId, useRef, useState } from "react";
import { removeAvatar, uploadAvatar } from "@/components/api/profile-calls";
import { useAct } from "@/components/api/use-act";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { showResult } from "@/components/ui/toast";
import { shrinkPicture } from "./shrink-picture";
import type { PersonProfile } from "./types";

const NO_PICTURE = "This file is not a PNG, JPEG or WebP picture. Nothing was changed.";

/** The person's picture: shown to those they share an account with. */
export function PictureCard({ profile }: { profile: PersonProfile }) {
  const router = useRouter();
  const input = useRef<HTMLInputElement>(null);
  const titleId = useId();
  const upload = useAct(uploadAvatar);
  const remove = useAct(removeAvatar);
  const [unreadable, setUnreadable] = useState<string | null>(null);
  const busy = upload.busyWith !== null || remove.busyWith !== null;
  const problem = unreadable ?? upload.refusal?.message ?? remove.refusal?.message ?? null;
  async function choose(file: File | undefined) {
    if (!file) return;
    setUnreadable(null);
    const small = await shrinkPicture(file).catch(() => null);
    if (!small) return setUnreadable(NO_PICTURE);
    const result = await upload.run("upload", small);
    if (!result.ok) return;
    upload.clear();
    showResult({ title: "Your picture was saved" });
    router.refresh();
  }
  async function erase() {
    setUnreadable(null);
    const result = await remove.run("remove");
    if (!result.ok) return;
    remove.clear();
    showResult({ title: "Your picture was removed" });
    router.refresh();
  }
  return (
    <Card labelledBy={titleId}>
      <CardHeader title="Picture" titleId={titleId} />
      <CardBody className="flex flex-wrap items-center gap-4">
        <Avatar name={profile.name || profile.email} of="person" size="lg" src={profile.avatarUrl} />
        <div className="flex min-w-0 flex-1 basis-60 flex-col gap-1 text-muted text-sm">
          <p>PNG, JPEG or WebP. The middle is cut to a square of 256 pixels before it is sent.</p>
          {problem ? (
            <p role="alert" className="text-danger">
              {problem}
            </p>
          ) : null}
        </div>
        <div className="flex flex-wrap gap-2">
          <input
            ref={input}
            type="file"
            accept="image/png,image/jpeg,image/webp"
            aria-label="Choose a picture"
            className="sr-only"
            tabIndex={-1}
            onChange={(event) => {
              void choose(event.target.files?.[0]);
              // The same file may be chosen again.
              event.target.value = "";
            }}
          />
          <Button busy={upload.busyWith !== null} disabled={busy} onClick={() => input.current?.click()}>
            {profile.avatarUrl ? "Replace picture" : "Upload picture"}
          </Button>
          {profile.avatarUrl ? (
            <Button variant="quiet" disabled={busy} onClick={() => void erase()}>
              Remove
            </Button>
          ) : null}
        </div>
      </CardBody>
    </Card>
  );
}
