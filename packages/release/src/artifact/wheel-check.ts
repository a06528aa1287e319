import {
  codeOfOtherMachine,
  fileNameInvalid,
  foreignFilesInWheel,
  folderWrong,
  licenseFileMissing,
  platformRefused,
  recordDisagrees,
  requiredFileMissing,
  tagOfOtherPlatform,
  tagsDisagree,
  unsafePath,
  type Finding,
} from '../finding/index.ts';
import { tagFits, type Platform } from '../platform/index.ts';
import { filePaths } from './entry.ts';
import {
  checkIdentity,
  checkLocal,
  checkSize,
  PYPI_LIMIT,
  samePythonName,
  unreadable,
  inFile,
  type Expectation,
  type Place,
} from './expectation.ts';
import { expandTags, fileNamePart } from './file-name.ts';
import { checkMetadata } from './metadata-rules.ts';
import { machinesFor } from './machine.ts';
import { fieldValues } from './metadata.ts';
import { refusedEntries } from './path.ts';
import { isTakenByPypi } from './platform.ts';
import type { Wheel, WheelReading } from './wheel.ts';

/** What the plan says about a wheel; `version` is PEP 440. */
export interface WheelExpectation extends Expectation {
  /** Whose platform tags are allowed. */
  readonly platformTags: 'pypi';
  /** What it was built for; null or left out where nobody knows. */
  readonly platform?: Platform | null;
}

const DIST_INFO = /^(.+)-([^-]+)\.dist-info$/;

type Check = (wheel: Wheel, expected: WheelExpectation) => Finding[];

/** From what is looked at to what is demanded of it; protocols of PyPI's upload, August 2026. */
const CHECKS: Readonly<Record<string, Check>> = {
  size: (wheel, expected) => checkSize(wheel.bytes, PYPI_LIMIT, 'PyPI', expected),
  paths: (wheel, expected) =>
    refusedEntries(wheel.entries, 'refused').map((entry) => unsafePath.at(inFile(expected), entry)),
  fileName,
  distInfo,
  identity: (wheel, expected) => checkIdentity(places(wheel), expected, samePythonName),
  localVersion: (_, expected) => checkLocal(expected),
  requiredFiles,
  metadata: (wheel, expected) =>
    wheel.metadata === null ? [] : checkMetadata(wheel.metadata, inFile(expected)),
  tags,
  platform,
  target,
  machine,
  record: (wheel, expected) =>
    wheel.recordProblems?.length
      ? [recordDisagrees.at(inFile(expected), { problems: wheel.recordProblems })]
      : [],
  licenses,
  foreign,
};

/** Everything that PyPI or pip would hold against a wheel; one finding for one cause. Pure. */
export function checkWheel(reading: WheelReading, expected: WheelExpectation): Finding[] {
  if (reading.kind === 'unreadable') return unreadable(reading, expected);
  return Object.values(CHECKS).flatMap((check) => check(reading, expected));
}

function places(wheel: Wheel): Place[] {
  const [, distribution = null, version = null] =
    wheel.distInfos.length === 1 ? (DIST_INFO.exec(wheel.distInfos[0] ?? '') ?? []) : [];
  return [
    {
      where: 'the file name',
      name: wheel.name?.distribution ?? null,
      version: wheel.name?.version ?? null,
    },
    { where: 'the folder .dist-info', name: distribution, version },
    {
      where: 'METADATA',
      name: wheel.metadata?.name ?? null,
      version: wheel.metadata?.version ?? null,
    },
  ];
}

function fileName(wheel: Wheel, expected: WheelExpectation): Finding[] {
  const invalid = (detail: string): Finding[] => [
    fileNameInvalid.at(inFile(expected), { name: wheel.fileName, detail }),
  ];
  if (wheel.name === null) return invalid('a wheel is named NAME-VERSION-PYTHON-ABI-PLATFORM.whl');
  const wanted = fileNamePart(wheel.name.distribution);
  return wheel.name.distribution === wanted
    ? []
    : invalid(`it must begin with ${wanted} (PEP 491)`);
}

/** Which folder it must be is told only once name and version agree; else that is the one cause. */
function distInfo(wheel: Wheel, expected: WheelExpectation): Finding[] {
  const agree = checkIdentity(places(wheel), expected, samePythonName).length === 0;
  const wanted = wheel.name
    ? `${wheel.name.distribution}-${wheel.name.version}.dist-info`
    : '*.dist-info';
  const right =
    wheel.distInfos.length === 1 && (!agree || !wheel.name || wheel.distInfos[0] === wanted);
  return right ? [] : [folderWrong.at(inFile(expected), { wanted, got: wheel.distInfos })];
}

function requiredFiles(wheel: Wheel, expected: WheelExpectation): Finding[] {
  const folder = wheel.distInfos[0];
  if (folder === undefined || wheel.distInfos.length > 1) return [];
  const found = { METADATA: wheel.metadata, WHEEL: wheel.wheel, RECORD: wheel.recordProblems };
  return Object.entries(found).flatMap(([file, content]) =>
    content === null
      ? [requiredFileMissing.at(inFile(expected), { wanted: `${folder}/${file}` })]
      : [],
  );
}

function tags(wheel: Wheel, expected: WheelExpectation): Finding[] {
  if (wheel.name === null || wheel.wheel === null) return [];
  const [named, stated] = [expandTags(wheel.name).join(' '), wheel.wheel.tags.join(' ')];
  return named === stated
    ? []
    : [tagsDisagree.at(inFile(expected), { fileName: named, wheel: stated || 'nothing' })];
}

function platform(wheel: Wheel, expected: WheelExpectation): Finding[] {
  const refused = wheel.name?.platformTags.filter((tag) => !isTakenByPypi(tag)) ?? [];
  return refused.map((tag) => platformRefused.at(inFile(expected), { tag }));
}

function target({ name }: Wheel, expected: WheelExpectation): Finding[] {
  const { platform: wanted } = expected;
  if (!wanted || name === null) return [];
  const strange = name.platformTags.filter((tag) => !tagFits(tag, wanted));
  return strange.length === 0
    ? []
    : [tagOfOtherPlatform.at(inFile(expected), { tags: strange, target: wanted.target })];
}

/** A wheel cross-built with the wrong linker looks right but for its code. */
function machine({ name, libraries }: Wheel, expected: WheelExpectation): Finding[] {
  const wanted = [...new Set(name?.platformTags.flatMap((tag) => machinesFor(tag) ?? []) ?? [])];
  if (wanted.length === 0) return [];
  const wrong = libraries.find(({ machines }) => wanted.some((one) => !machines.includes(one)));
  if (!wrong) return [];
  const { path, machines } = wrong;
  return [codeOfOtherMachine.at(inFile(expected), { library: path, wanted, got: machines })];
}

function licenses(wheel: Wheel, expected: WheelExpectation): Finding[] {
  const { metadata, distInfos } = wheel;
  if (metadata === null || Number(metadata.metadataVersion) < 2.4) return [];
  const files = filePaths(wheel.entries);
  return fieldValues(metadata, 'license-file').flatMap((licenseFile) => {
    const place = `${distInfos[0]}/licenses/${licenseFile}`;
    return files.has(place)
      ? []
      : [licenseFileMissing.at(inFile(expected), { licenseFile, place })];
  });
}

/** What npm, Nx and Slipway make at the root of a repository, where a wheel has its packages. */
const foreignFolder = /^([^/]+\.data\/(purelib|platlib|data)\/)?(node_modules|\.nx|\.slipway)\//;

function foreign(wheel: Wheel, expected: WheelExpectation): Finding[] {
  const files = [...filePaths(wheel.entries)].filter((path) => foreignFolder.test(path));
  if (files.length === 0) return [];
  return [foreignFilesInWheel.at(inFile(expected), { name: expected.name, files })];
}
