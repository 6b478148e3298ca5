package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** The artifact whose paths a data template lists. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ArtifactPaths(
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
        @Nullable String name,
        @Nullable Boolean optional,
        @Nullable OSSArtifact oss,
        @Nullable String path,
        @Nullable PluginArtifact plugin,
        @Nullable RawArtifact raw,
        @Nullable Boolean recurseMode,
        @Nullable S3Artifact s3,
        @Nullable String subPath) {}
