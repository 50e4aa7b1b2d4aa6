/** The buggy-app presets (testmu-provisioning §8): what elsewhere goes wrong. */
export const bugCatalogue = {
  oneBadIdRejectsAll: {
    title: 'One bad member id rejects the whole push',
    does: 'A member id the app does not know is answered 400, and no member of that request is stored.',
  },
  addReplaces: {
    title: 'Add replaces the list',
    does: 'A PATCH that adds members to a group leaves only those in it.',
  },
  partialReplaceWipes: {
    title: 'Partial replace wipes members',
    does: 'A PATCH that replaces something else of a group, such as its name, or a PUT without members empties the group.',
  },
  storesNothing: {
    title: '200 with nothing stored',
    does: 'A PUT or PATCH is answered as if it had worked, and nothing is stored.',
  },
  pageCap100: {
    title: 'Page cap 100',
    does: 'A list never holds more than 100 resources, whatever count asks for, and the app does not say so.',
  },
  itemsPerPage20: {
    title: 'itemsPerPage fixed at 20',
    does: 'Every list says itemsPerPage 20, however many resources it holds.',
  },
  plainTextErrors: {
    title: 'Plain-text errors',
    does: 'Errors come as text/plain, without a SCIM error body.',
  },
} as const satisfies Record<string, { title: string; does: string }>

export type BugId = keyof typeof bugCatalogue
export const bugIds = Object.keys(bugCatalogue) as BugId[]
