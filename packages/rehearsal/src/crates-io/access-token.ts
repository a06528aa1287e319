import { randomText } from '../state/secrets.ts';

const prefix = 'cio_tp_';
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** `cio_tp_`, 31 characters, and one that checks them. */
export function newAccessToken(): string {
  const secret = randomText(31);
  return `${prefix}${secret}${checksum(secret)}`;
}

export function looksTrusted(token: string): boolean {
  return token.startsWith(prefix);
}

export function isWellFormed(token: string): boolean {
  const secret = token.slice(prefix.length, -1);
  return (
    looksTrusted(token) && /^[A-Za-z0-9]{31}$/.test(secret) && token.at(-1) === checksum(secret)
  );
}

/** All bytes XORed, modulo 62, as a character. */
function checksum(secret: string): string {
  const mixed = Buffer.from(secret).reduce((sum, byte) => sum ^ byte, 0);
  return alphabet.charAt(mixed % 62);
}
