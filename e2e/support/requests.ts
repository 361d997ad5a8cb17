/**
 * Inputs of the example workflows, as a program sends them. Tests share a desk, so give each its own amounts
 * and words.
 */
export const expense = (amount: number, purpose = 'Train to Lyon') => ({
  purpose,
  category: 'travel',
  amount,
  currency: 'EUR',
  spentOn: '2026-11-02',
});

export const article = (headline: string) => ({
  headline,
  body: 'The new desk opens on Monday. Everybody is welcome.',
  audience: 'staff',
});

export const order = (supplier: string) => ({
  supplier,
  lines: [{ item: 'Desk lamp', quantity: 3, unitPrice: 49.9 }],
  justification: 'Three new colleagues start in May.',
});
