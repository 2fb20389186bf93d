// Long work in pieces, so that the page stays alive.

/** Lets the browser draw, and answer its user. */
export const breath = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/**
 * Piece after piece, until the signal says stop.
 * @param tell how many are done
 */
export async function inPieces<T>(
  pieces: readonly T[],
  signal: AbortSignal,
  work: (piece: T) => void | Promise<void>,
  tell: (done: number) => void,
): Promise<void> {
  for (const [index, piece] of pieces.entries()) {
    await breath();
    if (signal.aborted) return;
    await work(piece);
    tell(index + 1);
  }
}
