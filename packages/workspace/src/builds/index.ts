export { artifactsByPackage, crateArtifact, pythonArtifacts } from './artifacts.ts';
export { crateBuild, sdistBuild, takeWheels, wheelBuilds } from './builds.ts';
export { contentRows } from './contents.ts';
export { takeTests } from './intake.ts';
