export { attestFiles, type Signing } from './attest.ts';
export { isAttestationOf, toAttestation, type Attestation } from './pep740.ts';
export { saveAttestation, savedAttestation, savedAttestations } from './saved.ts';
export { attestationProblem, type Attester } from './verify.ts';
export { publishKind, toStatement } from './statement.ts';
