import type { GithubAsset, GithubRelease } from '../state/rows.ts';
import type { Places } from '../ready.ts';

/** A release as GitHub's REST API shows it. */
export function toRelease(release: GithubRelease, places: Places): object {
  const api = `${places.github}/repos/${release.repository}/releases/${release.id}`;
  const uploads = `${places.githubUploads}/repos/${release.repository}/releases/${release.id}`;
  return {
    id: release.id,
    node_id: `RE_${release.id}`,
    url: api,
    assets_url: `${api}/assets`,
    upload_url: `${uploads}/assets{?name,label}`,
    html_url: `${places.github}/${release.repository}/releases/${release.draft ? `untagged-${release.id}` : `tag/${release.tag}`}`,
    tag_name: release.tag,
    target_commitish: release.target,
    name: release.title,
    body: release.notes,
    draft: release.draft,
    prerelease: release.prerelease,
    immutable: release.immutable,
    created_at: new Date(release.createdAt).toISOString(),
    published_at: release.publishedAt === null ? null : new Date(release.publishedAt).toISOString(),
    author: { login: 'github-actions[bot]', id: 41898282, type: 'Bot' },
    assets: release.assets.map((asset) => toAsset(asset, release, places)),
  };
}

export function toAsset(asset: GithubAsset, release: GithubRelease, places: Places): object {
  return {
    id: asset.id,
    node_id: `RA_${asset.id}`,
    url: `${places.github}/repos/${release.repository}/releases/assets/${asset.id}`,
    browser_download_url: `${places.github}/${release.repository}/releases/download/${release.tag}/${encodeURIComponent(asset.name)}`,
    name: asset.name,
    label: asset.label,
    state: asset.isStarter ? 'starter' : 'uploaded',
    content_type: asset.contentType,
    size: asset.bytes,
    digest: asset.isStarter ? null : `sha256:${asset.sha256}`,
    download_count: 0,
    created_at: new Date(asset.createdAt).toISOString(),
    updated_at: new Date(asset.createdAt).toISOString(),
    uploader: { login: 'github-actions[bot]', id: 41898282, type: 'Bot' },
  };
}
