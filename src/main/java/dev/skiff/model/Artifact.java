package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A named file or directory, with where it lies and where a container sees it. {@link #location()} gives the storage
 * part alone.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Artifact(
        @Nullable ArchiveStrategy archive,
        @Nullable Boolean archiveLogs,
        @Nullable ArtifactGC artifactGC,
        @Nullable ArtifactoryArtifact artifactory,
        @Nullable AzureArtifact azure,
        @Nullable Boolean deleted,
        @Nullable String from,
        @Nullable String fromExpression,
        @Nullable GCSArtifact gcs,
        @Nullable GitArtifact git,
        @Nullable String globalName,
        @Nullable HDFSArtifact hdfs,
        @Nullable HTTPArtifact http,
        @Nullable Integer mode,
        String name,
        @Nullable Boolean optional,
        @Nullable OSSArtifact oss,
        @Nullable String path,
        @Nullable PluginArtifact plugin,
        @Nullable RawArtifact raw,
        @Nullable Boolean recurseMode,
        @Nullable S3Artifact s3,
        @Nullable String subPath) {

    public Artifact {
        Copies.required(name, "Artifact", "name");
    }

    /** An empty builder. */
    public static ArtifactBuilder builder() {
        return new ArtifactBuilder();
    }

    /** A builder that starts from this value. */
    public ArtifactBuilder toBuilder() {
        return new ArtifactBuilder(this);
    }

    /** The storage part alone. */
    public ArtifactLocation location() {
        return new ArtifactLocation(archiveLogs, artifactory, azure, gcs, git, hdfs, http, oss, plugin, raw, s3);
    }
}
