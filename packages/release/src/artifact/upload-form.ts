import { ArchiveError, readOr, type Unreadable } from './entry.ts';
import { parseWheelFileName } from './file-name.ts';
import { sdistMetadata } from './sdist.ts';
import { uploadFields } from './upload-fields.ts';
import { wheelMetadata } from './wheel.ts';

export type UploadFields = readonly (readonly [string, string])[];

/**
 * The fields that are sent with a wheel or an sdist, from the metadata in it. The file was checked when it was
 * built or taken; here it is neither loaded nor looked through once more.
 */
export function readUploadFields(
  content: Blob,
  fileName: string,
): Promise<UploadFields | Unreadable> {
  const isSdist = fileName.endsWith('.tar.gz');
  return readOr<UploadFields>(fileName, async () => {
    const metadata = await (isSdist ? sdistMetadata : wheelMetadata)(content);
    if (metadata === null) throw new ArchiveError('it holds no metadata');
    if (isSdist) return uploadFields(metadata, { fileType: 'sdist', pyVersion: 'source' });
    const pyVersion = parseWheelFileName(fileName)?.pythonTags.join('.') ?? 'py3';
    return uploadFields(metadata, { fileType: 'bdist_wheel', pyVersion });
  });
}
