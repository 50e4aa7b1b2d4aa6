import {
  createTheme,
  localStorageColorSchemeManager,
  Modal,
  Switch,
  Tooltip,
  type CSSVariablesResolver,
  type MantineColorsTuple,
} from '@mantine/core'
import classes from './theme.module.css'

const teal: MantineColorsTuple = [
  '#e2f3f0',
  '#ccebe6',
  '#99d9d0',
  '#5eead4',
  '#2dd4bf',
  '#14b8a6',
  '#0f8f85',
  '#0f766e',
  '#115e59',
  '#134e4a',
]
const control = { label: classes.label, description: classes.description, error: classes.error }

export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: { light: 7, dark: 4 },
  colors: { teal },
  fontFamily: 'var(--font-text)',
  fontFamilyMonospace: 'var(--font-code)',
  defaultRadius: 6,
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  components: {
    Button: {
      defaultProps: { size: 'xs', variant: 'default' },
      classNames: { root: classes.button, label: classes.buttonLabel },
    },
    ActionIcon: {
      defaultProps: { size: 28, variant: 'subtle', color: 'gray' },
      classNames: { root: classes.actionIcon },
    },
    InputWrapper: { classNames: control },
    Input: { defaultProps: { size: 'xs' }, classNames: { input: classes.input } },
    TextInput: { defaultProps: { size: 'xs' }, classNames: control },
    PasswordInput: { defaultProps: { size: 'xs' }, classNames: control },
    Textarea: { defaultProps: { size: 'xs' }, classNames: control },
    NativeSelect: { defaultProps: { size: 'xs' }, classNames: control },
    Checkbox: {
      defaultProps: { size: 'xs' },
      classNames: { inner: classes.checkInner, label: classes.checkLabel, description: classes.checkDescription },
    },
    Radio: {
      defaultProps: { size: 'xs' },
      classNames: { inner: classes.checkInner, label: classes.checkLabel, description: classes.checkDescription },
    },
    Switch: Switch.extend({
      defaultProps: { size: 'sm', withThumbIndicator: false },
      classNames: { label: classes.checkLabel, description: classes.checkDescription, track: classes.track },
    }),
    SegmentedControl: {
      defaultProps: { size: 'xs' },
      classNames: { root: classes.segments, indicator: classes.segmentIndicator, label: classes.segmentLabel },
    },
    Menu: {
      // The placeholder is no item, and a menu may hold nothing else: the focus starts on the first item.
      defaultProps: { shadow: 'none', position: 'bottom-start', withInitialFocusPlaceholder: false },
      classNames: { dropdown: classes.menu, item: classes.menuItem, label: classes.menuLabel },
    },
    Tabs: { classNames: { list: classes.tabList, tab: classes.tab, panel: classes.tabPanel } },
    Tooltip: Tooltip.extend({
      defaultProps: { openDelay: 400, withArrow: false },
      classNames: { tooltip: classes.tooltip },
    }),
    Modal: Modal.extend({
      defaultProps: {
        centered: false,
        yOffset: '10vh',
        closeButtonProps: { 'aria-label': 'Close' },
        overlayProps: { backgroundOpacity: 0.4 },
      },
      classNames: {
        content: classes.modal,
        header: classes.modalHeader,
        title: classes.modalTitle,
        body: classes.modalBody,
      },
    }),
    Kbd: { classNames: { root: classes.kbd } },
  },
})

/** Mantine reads our tokens, so that its parts and ours cannot drift apart. */
export const cssVariables: CSSVariablesResolver = () => {
  const mapped = {
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-text': 'var(--text)',
    '--mantine-color-dimmed': 'var(--text-3)',
    '--mantine-color-default': 'var(--surface)',
    '--mantine-color-default-hover': 'var(--hover)',
    '--mantine-color-default-color': 'var(--text)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-error': 'var(--bad)',
    '--mantine-color-placeholder': 'var(--text-3)',
    '--mantine-primary-color-contrast': 'var(--on-accent)',
  }
  return { variables: {}, light: mapped, dark: mapped }
}

export const colorScheme = localStorageColorSchemeManager({ key: 'scimbox-theme' })
