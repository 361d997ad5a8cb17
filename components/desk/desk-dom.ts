import { closedFold } from '@/components/ui/fold';

/** What the keyboard acts on. Pages mark their parts with these attributes and know nothing about keys. */
const taskLink = 'a[data-task-link]';
export const taskTitle = '[data-task-title]';
/** Toasts are dialogs too, but not modal. A dialog that is fading out no longer takes keys. */
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

/** The row after (1) or before (-1) the focused one, else the shown one; the first when neither exists. */
export function neighbourRow(step: 1 | -1): HTMLAnchorElement | undefined {
  const rows = [...document.querySelectorAll<HTMLAnchorElement>(taskLink)].filter(shown);
  const focusedAt = rows.findIndex((row) => row === document.activeElement);
  const at = focusedAt >= 0 ? focusedAt : rows.findIndex((row) => row.hasAttribute('aria-current'));
  return at < 0 ? rows[0] : rows[at + step];
}

/**
 * The button that `a` or `r` presses: the one with that `aria-keyshortcuts`. None while another task's row
 * has the focus: that task is still loading, and the old one must not be decided in its place.
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

/**
 * The first folded part of a task's evidence that was never opened: a key must not decide on unseen evidence.
 */
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
