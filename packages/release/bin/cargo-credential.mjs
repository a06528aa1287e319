#!/usr/bin/env node
// The program that cargo starts to ask for a token: https://doc.rust-lang.org/cargo/reference/credential-provider-protocol.html
// It knows none. It passes cargo's question to the release that is under way, over the private
// socket named by its first argument, and the answer back. cargo adds `--cargo-plugin`.
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

const [address] = process.argv.slice(2);
const socket = connect(address);
socket.setEncoding('utf8');
socket.on('error', (error) => {
  const message = `the release that wanted to publish is gone (${error.code})`;
  process.stdout.write(`${JSON.stringify({ Err: { kind: 'other', message } })}\n`, () =>
    process.exit(1),
  );
});
socket.on('data', (text) => process.stdout.write(text));
process.stdout.write('{"v":[1]}\n');
const questions = createInterface({ input: process.stdin });
questions.on('line', (line) => socket.write(`${line}\n`));
questions.on('close', () => socket.end());
