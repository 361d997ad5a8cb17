import { closedFold } from '@/components/ui/fold';

/** What the keyboard finds on a page. Pages mark their parts by these attributes and know nothing of keys. */
const taskLink = 'a[data-task-link]';
export const taskTitle = '[data-task-title]';
/** Toasts are dialogs, too, but not modal; what is fading out has no keys any more. */
const overlays =
  ':is([role="dialog"], [role="alertdialog"]):not([aria-modal="false"], [data-closed]), [data-open] [role="menu"], [role="menu"][data-open], [role="listbox"][data-open], :popover-open';
const controls = 'a[href], button, summary, [role="button"], [role="option"], input, label';

const shown = (element: HTMLElement) => element.checkVisibility();

export const overlayOpen = () => document.querySelector(overlays) !== null;

const focused = () => (document.activeElement instanceof HTMLElement ? document.activeElement : null);

/** The focused row is the one shown, so Enter moves into its task. */
const onShownRow = () => focused()?.matches(`${taskLink}[aria-current]`) ?? false;

export const onControl = () =>
  !onShownRow() && focused()?.closest(controls) !== null && focused() !== document.body;

/** The row after (1) or before (-1) the focused one, else the shown one; the first when there is neither. */
export function neighbourRow(step: 1 | -1): HTMLAnchorElement | undefined {
  const rows = [...document.querySelectorAll<HTMLAnchorElement>(taskLink)].filter(shown);
  const focusedAt = rows.findIndex((row) => row === document.activeElement);
  const at = focusedAt >= 0 ? focusedAt : rows.findIndex((row) => row.hasAttribute('aria-current'));
  return at < 0 ? rows[0] : rows[at + step];
}

/**
 * The button that `a` or `r` presses; it has its `aria-keyshortcuts` only while a key may press it. None while the focus is on the row of another task: the next task is still on
 * its way then, and the old one must not be decided in its place.
 */
export function decisionButton(kind: 'approve' | 'reject'): HTMLButtonElement | null {
  const button = document.querySelector<HTMLButtonElement>(
    `button[data-shortcut="${kind}"][aria-keyshortcuts]:enabled`,
  );
  const row = focused()?.closest<HTMLElement>(taskLink)?.dataset.taskLink;
  const shownTask = button?.closest<HTMLElement>('[data-task]')?.dataset.task;
  const onItsWay = document.querySelector('[data-pending]') !== null;
  return button && shown(button) && !onItsWay && (row === undefined || row === shownTask) ? button : null;
}

/** The first part of a task's evidence that nobody has opened yet: a key does not decide on what was never on screen. */
export function unopenedFold(button: HTMLElement): HTMLElement | null {
  const evidence = button.closest('[data-task]')?.querySelector('[aria-labelledby="evidence-title"]');
  return evidence?.querySelector<HTMLElement>(`${closedFold} > summary`) ?? null;
}

export function focusOn(element: HTMLElement): void {
  element.focus();
  element.scrollIntoView({ block: 'center' });
}

export function focusFirst(selector: string): boolean {
  const element = [...document.querySelectorAll<HTMLElement>(selector)].find(shown);
  element?.focus();
  return element !== undefined;
}
