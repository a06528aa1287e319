export { releaseSbom, type SbomPackage, type SbomSubject } from './sbom.ts';
