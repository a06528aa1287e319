#!/usr/bin/env node
// The program that cargo starts to ask for a token:
// https://doc.rust-lang.org/cargo/reference/credential-provider-protocol.html
// It knows none. It passes cargo's questions to the release that is under way, over the private
// socket that the question's arguments name, and the answers back.
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

let socket;

function open(address) {
  const opened = connect(address);
  opened.setEncoding('utf8');
  opened.on('error', ({ code }) => {
    const message = `the release that wanted to publish is gone (${code})`;
    const answer = JSON.stringify({ Err: { kind: 'other', message } });
    process.stdout.write(`${answer}\n`, () => process.exit(1));
  });
  opened.on('data', (text) => process.stdout.write(text));
  // Without an answer there is nothing more to wait for.
  opened.on('close', () => process.exit());
  return opened;
}

process.stdout.write('{"v":[1]}\n');
const questions = createInterface({ input: process.stdin });
questions.on('line', (line) => {
  socket ??= open(JSON.parse(line).args?.[0] ?? '/nowhere');
  socket.write(`${line}\n`);
});
questions.on('close', () => socket?.end());
