export interface Fault {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly line: number;
}

export function faultsIn(file: string, source: string): Fault[];
export function planted(source: string, fault: Fault): string;
export function describeFault(source: string, fault: Fault): string;
export function draw<F>(faults: readonly F[], limit: number, seed: number): F[];
