/** Moves the focus to the first field that is marked as wrong, once it is. */
export function focusFirstProblem(form: HTMLElement): void {
  requestAnimationFrame(() => {
    form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  });
}
