import type { Connection } from '../../../src-shared/api/connection.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { PasteField, PasteFields, TokenField, UniqueIdentifierField } from '../../ui/paste-fields.tsx'
import { Section } from '../../ui/section.tsx'

/** Step 3: what goes where in Okta, in Okta's field names (okta-wire §2, testmu-provisioning §1 and §11). */
export function PasteCard({ connection: { publicUrl, token } }: { connection: Connection }) {
  return (
    <Section
      title="3. In Okta, paste"
      description="Applications › the application used for SSO › Provisioning › Integration."
    >
      {publicUrl === null ? (
        <p className="muted small">The public address comes with the tunnel. Start it first.</p>
      ) : (
        <PasteFields>
          <PasteField name="SCIM connector base URL" action={<CopyButton text={publicUrl} label="Copy SCIM connector base URL" />}>
            <code>{publicUrl}</code>
          </PasteField>
          <UniqueIdentifierField />
          <PasteField name="Supported provisioning actions">Push New Users, Push Profile Updates, Push Groups</PasteField>
          <PasteField name="Authentication Mode">HTTP Header</PasteField>
          <TokenField token={token} name="Authorization: Bearer" />
        </PasteFields>
      )}
    </Section>
  )
}
