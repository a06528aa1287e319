/** Ruby's `File.fnmatch` with its path flag, by which GitHub compares names of refs: `*` stays within a `/`. */
export function matchesPattern(pattern: string, name: string): boolean {
  try {
    return new RegExp(`^${toSource(pattern)}$`).test(name);
  } catch {
    // A range from a later to an earlier character stands for nothing.
    return false;
  }
}

function toSource(pattern: string): string {
  const pieces = pattern.match(/\*\*\/|\*+|\?|\[[!^]?[^\]]+\]|\\.|[\s\S]/g) ?? [];
  return pieces.map(toPiece).join('');
}

function toPiece(piece: string): string {
  if (piece === '**/') return '(?:[^/]+/)*';
  if (piece.startsWith('*')) return '[^/]*';
  if (piece === '?') return '[^/]';
  if (/^\[.+\]$/.test(piece)) return piece.replace(/^\[!/, '[^').replace(/\\/g, '\\\\');
  return piece.replace(/^\\(.)$/, '$1').replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
