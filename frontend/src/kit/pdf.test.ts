import { expect, test } from 'vitest';
import { LARGEST_PDF, pdfFault } from './pdf';

const file = (...parts: BlobPart[]) => new File(parts, 'a.pdf');

test('a file that may be a PDF is sent', async () => {
  expect(await pdfFault(file('%PDF-1.7 and so on'))).toBeNull();
  expect(await pdfFault(file('\r\n', '%PDF-1.7'))).toBeNull();
});

test('nothing, an empty file, one of another kind and one too large are told apart', async () => {
  expect(await pdfFault(null)).toBe('missing');
  expect(await pdfFault(file())).toBe('missing');
  expect(await pdfFault(file('PK zipped'))).toBe('noPdf');
  expect(await pdfFault(file(new Uint8Array(LARGEST_PDF + 1)))).toBe('tooLarge');
});
