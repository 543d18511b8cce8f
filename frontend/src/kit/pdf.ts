/** A sealed PDF, as the server takes it. */
export const LARGEST_PDF = 50 * 1024 * 1024;

export type PdfFault = 'missing' | 'tooLarge' | 'noPdf';

/** What is wrong with a file before it is sent; null if it may be one. */
export async function pdfFault(file: File | null): Promise<PdfFault | null> {
  if (!file || file.size === 0) return 'missing';
  if (file.size > LARGEST_PDF) return 'tooLarge';
  // A reader of PDF looks for the mark within the first kilobyte.
  const start = await file.slice(0, 1024).text();
  return start.includes('%PDF-') ? null : 'noPdf';
}
