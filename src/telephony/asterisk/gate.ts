/** Open or shut; those who come while it is shut wait until it opens. */
export interface Gate {
  isOpen(): boolean;
  open(): void;
  shut(): void;
  whenOpen(): Promise<void>;
}

export function shutGate(): Gate {
  let opening = Promise.withResolvers<void>();
  let isOpen = false;
  return {
    isOpen: () => isOpen,
    open: () => {
      isOpen = true;
      opening.resolve();
    },
    shut: () => {
      if (isOpen) opening = Promise.withResolvers<void>();
      isOpen = false;
    },
    whenOpen: () => opening.promise,
  };
}
