/** What Enter in a field presses. Without it that would be the form's first button, such as one that adds a row. */
export const EnterButton = () => <button type="submit" className="sr-only" tabIndex={-1} aria-hidden />;
