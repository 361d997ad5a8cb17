export type KeyAction =
  | 'next'
  | 'previous'
  | 'open'
  | 'approve'
  | 'reject'
  | 'undo'
  | 'search'
  | 'inbox'
  | 'runs'
  | 'new'
  | 'help'
  | 'palette'
  | 'escape';

export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'repeat' | 'isComposing'
>;

/** Where a key is pressed. */
export type KeyPlace = {
  /** In a field that takes text. */
  typing: boolean;
  /** A dialog, menu or popover is open and takes the keys. */
  overlay: boolean;
  /** The focus is on a link, button or similar, which handles Enter itself. */
  onControl: boolean;
  /** `g` was pressed just before. */
  afterG: boolean;
  /** Single-key shortcuts are switched on. */
  singleKeys: boolean;
};

const single: Partial<Record<string, KeyAction>> = {
  j: 'next',
  k: 'previous',
  a: 'approve',
  r: 'reject',
  z: 'undo',
  '/': 'search',
  '?': 'help',
  Enter: 'open',
  Escape: 'escape',
};
const sequence: Partial<Record<string, KeyAction>> = { i: 'inbox', r: 'runs', n: 'new' };
/** These must not repeat while held, or they would run on into the next task. */
const once: readonly KeyAction[] = ['approve', 'reject', 'undo'];

/** The letter on the key, with or without Caps Lock; with Shift it is a different key. */
const letter = ({ key, shiftKey }: KeyPress) => (shiftKey || key.length > 1 ? key : key.toLowerCase());

const isPalette = ({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyPress) =>
  ctrlKey !== metaKey && !altKey && !shiftKey && key.toLowerCase() === 'k';

/**
 * What a key means here: an action, `g` when it begins a sequence, undefined when it is not ours. While
 * typing, with modifiers or in dialogs only the palette key and Escape work.
 */
export function decideKey(press: KeyPress, place: KeyPlace): KeyAction | 'g' | undefined {
  if (press.isComposing || place.overlay) return undefined;
  if (isPalette(press)) return 'palette';
  if (!place.singleKeys || press.ctrlKey || press.metaKey || press.altKey) return undefined;
  const key = letter(press);
  if (place.typing) return key === 'Escape' ? 'escape' : undefined;
  if (place.afterG && sequence[key]) return sequence[key];
  if (key === 'g') return 'g';
  const action = single[key];
  if (action === undefined || (action === 'open' && place.onControl)) return undefined;
  return press.repeat && once.includes(action) ? undefined : action;
}

const textless = ['button', 'checkbox', 'color', 'file', 'image', 'radio', 'range', 'reset', 'submit'];

/** Whether this element uses the keys pressed in it, as text or (in a select) to choose by letter. */
export function takesText(
  element: { tagName: string; type?: string; isContentEditable?: boolean } | null,
): boolean {
  if (!element) return false;
  if (element.isContentEditable) return true;
  const tag = element.tagName.toLowerCase();
  return (
    tag === 'textarea' || tag === 'select' || (tag === 'input' && !textless.includes(element.type ?? 'text'))
  );
}

/** The keys as people read them, by group; the dialog lists these and nothing else. */
export const shortcutList: {
  group: 'list' | 'task' | 'go' | 'everywhere';
  entries: { action: KeyAction; keys: readonly string[]; inTurn?: true }[];
}[] = [
  {
    group: 'list',
    entries: [
      { action: 'next', keys: ['j'] },
      { action: 'previous', keys: ['k'] },
      { action: 'open', keys: ['Enter'] },
      { action: 'search', keys: ['/'] },
    ],
  },
  {
    group: 'task',
    entries: [
      { action: 'approve', keys: ['a'] },
      { action: 'reject', keys: ['r'] },
      { action: 'undo', keys: ['z'] },
    ],
  },
  {
    group: 'go',
    entries: [
      { action: 'inbox', keys: ['g', 'i'], inTurn: true },
      { action: 'runs', keys: ['g', 'r'], inTurn: true },
      { action: 'new', keys: ['g', 'n'], inTurn: true },
    ],
  },
  {
    group: 'everywhere',
    entries: [
      { action: 'palette', keys: ['Ctrl K', '⌘ K'] },
      { action: 'help', keys: ['?'] },
      { action: 'escape', keys: ['Esc'] },
    ],
  },
];
