/** The question. It takes the focus when a key opened the task, or after the previous decision. */
export function TaskTitle({ id, level, children }: { id: string; level: 1 | 2; children: string }) {
  const Heading = `h${level}` as const;
  return (
    <Heading
      id={id}
      data-task-title
      tabIndex={-1}
      dir="auto"
      className="w-fit max-w-full rounded-sm text-xl leading-7 font-semibold outline-offset-4"
    >
      {children}
    </Heading>
  );
}
