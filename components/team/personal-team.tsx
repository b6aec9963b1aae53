"use client";

import { useState } from "react";
import { CreateOrganizationDialog } from "@/components/layout/create-organization-dialog";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Empty } from "@/components/ui/empty";
import { PageHeader } from "@/components/ui/page-header";

const CREATE_ID = "create-organization";

/** The team of a person's own account, which is that person. */
export function PersonalTeam() {
  const [creating, setCreating] = useState(false);
  return (
    <>
      <PageHeader title="Team">This is your personal account.</PageHeader>
      <Card>
        <Empty
          level={2}
          title="A personal account has one person"
          actions={
            <Button id={CREATE_ID} variant="primary" onClick={() => setCreating(true)}>
              Create an organization
            </Button>
          }
        >
          An organization has members with roles, and a plan, usage and keys of its own.
        </Empty>
      </Card>
      {creating ? (
        <CreateOrganizationDialog returnFocusTo={CREATE_ID} onClose={() => setCreating(false)} />
      ) : null}
    </>
  );
}
