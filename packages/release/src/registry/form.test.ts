import { describe, expect, it } from 'vitest';
import { formOf } from './form.ts';

const pieces = [Buffer.from('PK\r\n--slipway'), Buffer.from([0, 255, 13, 10])];
const content = Buffer.concat(pieces);

function aForm(name = 'tide-1.0-py3-none-any.whl') {
  const taken: number[] = [];
  const read = async function* (): AsyncIterable<Uint8Array> {
    for (const [at, piece] of pieces.entries()) {
      taken.push(at);
      yield piece;
    }
  };
  const fields = [
    ['name', 'tide'],
    ['description', '# Flüt\nzwei Zeilen\n'],
    ['classifiers', 'A'],
    ['classifiers', 'B'],
  ] as const;
  const file = { field: 'content', name, bytes: content.length, mark: 'ab12', read };
  return { ...formOf(fields, file), taken };
}

describe('a form that is sent as it is read', () => {
  it('says what went in, byte for byte', async () => {
    const { headers, body } = aForm();
    const form = await new Response(body, { headers }).formData();
    expect([...form.keys()]).toEqual([
      'name',
      'description',
      'classifiers',
      'classifiers',
      'content',
    ]);
    expect(form.get('description')).toBe('# Flüt\nzwei Zeilen\n');
    expect(form.getAll('classifiers')).toEqual(['A', 'B']);
    const file = form.get('content') as File;
    expect(file.name).toBe('tide-1.0-py3-none-any.whl');
    expect(Buffer.from(await file.arrayBuffer())).toEqual(content);
  });

  it('is as long as it says', async () => {
    const { headers, body } = aForm();
    const { byteLength } = await new Response(body).arrayBuffer();
    expect(headers['content-length']).toBe(String(byteLength));
  });

  it('ends at no name that means to', async () => {
    const { headers, body } = aForm('a"; name="x\r\nb');
    const text = await new Response(body).text();
    expect(text).toContain('filename="a%22; name=%22x%0D%0Ab"\r\n');
    expect(headers['content-type']).toBe('multipart/form-data; boundary=slipway-ab12');
  });

  it('has a boundary that RFC 2046 allows, whatever its mark', () => {
    const read = () => pieces;
    const mark = 'ab'.repeat(32);
    const file = { field: 'content', name: 'a', bytes: content.length, mark, read };
    const { headers } = formOf([], file as unknown as Parameters<typeof formOf>[1]);
    const [, boundary = ''] = /boundary=(.*)$/.exec(headers['content-type']!) ?? [];
    expect(boundary).toMatch(/^slipway-[ab]+$/);
    expect(boundary.length).toBeLessThanOrEqual(70);
  });

  it('takes a piece of the file when it is wanted', async () => {
    const { body, taken } = aForm();
    const reader = body.getReader();
    await reader.read();
    expect(taken).toEqual([]);
    await reader.read();
    expect(taken).toEqual([0]);
    await reader.cancel();
    expect(taken).toEqual([0]);
  });
});
