import { createBrowserRouter, Navigate } from 'react-router'
import { CrashPage, NoSuchPage } from './crash-page.tsx'
import { FirstSandbox, Shell } from './shell.tsx'

/** Every page is its own chunk; the address carries the sandbox, the page and the open resource. */
export const router = createBrowserRouter([
  { path: '/', element: <FirstSandbox />, errorElement: <CrashPage />, hydrateFallbackElement: <></> },
  {
    path: '/:sandbox',
    element: <Shell />,
    errorElement: <CrashPage />,
    hydrateFallbackElement: <></>,
    children: [
      {
        errorElement: <CrashPage />,
        children: [
          { index: true, lazy: async () => ({ Component: (await import('../pages/home/home-page.tsx')).HomePage }) },
          { path: 'home', element: <Navigate to=".." replace relative="path" /> },
          {
            path: 'okta/:view?/:id?/:tab?',
            lazy: async () => ({ Component: (await import('../pages/okta/okta-page.tsx')).OktaPage }),
          },
          {
            path: 'connect',
            lazy: async () => ({ Component: (await import('../pages/connect/connect-page.tsx')).ConnectPage }),
          },
          {
            path: 'users/:id?',
            lazy: async () => ({ Component: (await import('../pages/users/users-page.tsx')).UsersPage }),
          },
          {
            path: 'groups/:id?',
            lazy: async () => ({ Component: (await import('../pages/groups/groups-page.tsx')).GroupsPage }),
          },
          {
            path: 'provisioning/:view?/:id?',
            lazy: async () => ({
              Component: (await import('../pages/provisioning/provisioning-page.tsx')).ProvisioningPage,
            }),
          },
          {
            path: 'attributes',
            lazy: async () => ({ Component: (await import('../pages/attributes/attributes-page.tsx')).AttributesPage }),
          },
          {
            path: 'requests/:id?',
            lazy: async () => ({ Component: (await import('../pages/requests/requests-page.tsx')).RequestsPage }),
          },
          {
            path: 'snapshots',
            lazy: async () => ({ Component: (await import('../pages/snapshots/snapshots-page.tsx')).SnapshotsPage }),
          },
          {
            path: 'transfer',
            lazy: async () => ({ Component: (await import('../pages/transfer/transfer-page.tsx')).TransferPage }),
          },
          {
            path: 'faults',
            lazy: async () => ({ Component: (await import('../pages/faults/faults-page.tsx')).FaultsPage }),
          },
          {
            path: 'settings/:part?',
            lazy: async () => ({ Component: (await import('../pages/settings/settings-page.tsx')).SettingsPage }),
          },
          { path: '*', element: <NoSuchPage /> },
        ],
      },
    ],
  },
])
