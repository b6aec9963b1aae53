import { Check } from "lucide-react";
import { ROLE_NAMES } from "@/components/format/role-names";
import { Card, CardHeader } from "@/components/ui/card";
import { NoValue } from "@/components/ui/no-value";
import { ScrollRegion } from "@/components/ui/scroll-region";
import { Cell, HeadCell, Row, Table } from "@/components/ui/table-parts";
import type { Role, RoleRight } from "./types";

const ROLES = Object.keys(ROLE_NAMES) as Role[];

/** On phones the roles scroll behind what they may do. */
const PINNED = "bg-surface max-sm:sticky max-sm:left-0 max-sm:w-40";

/** The permission table in words. */
export function RightsCard({ rights }: { rights: readonly RoleRight[] }) {
  return (
    <Card labelledBy="rights-title">
      <CardHeader title="What each role may do" titleId="rights-title" />
      <div className="mt-2">
        <ScrollRegion label="What each role may do">
          <Table aria-labelledby="rights-title" className="min-w-140">
            <thead>
              <tr>
                <HeadCell className={PINNED}>Action</HeadCell>
                {ROLES.map((role) => (
                  <HeadCell key={role} align="center">
                    {ROLE_NAMES[role]}
                  </HeadCell>
                ))}
              </tr>
            </thead>
            <tbody>
              {rights.map(({ label, roles }) => (
                <Row key={label}>
                  <Cell className={`${PINNED} group-hover/row:bg-hover`}>{label}</Cell>
                  {ROLES.map((role) => (
                    <Cell key={role} align="center">
                      {roles.includes(role) ? <Yes /> : <NoValue label="No" />}
                    </Cell>
                  ))}
                </Row>
              ))}
            </tbody>
          </Table>
        </ScrollRegion>
      </div>
    </Card>
  );
}

function Yes() {
  return (
    <>
      <Check aria-hidden className="mx-auto size-4 stroke-[1.75]" />
      <span className="sr-only">Yes</span>
    </>
  );
}
