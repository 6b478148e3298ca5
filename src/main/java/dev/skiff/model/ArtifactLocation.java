package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** Where an artifact lies; one of the stores is set. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ArtifactLocation(
        @Nullable Boolean archiveLogs,
        @Nullable ArtifactoryArtifact artifactory,
        @Nullable AzureArtifact azure,
        @Nullable GCSArtifact gcs,
        @Nullable GitArtifact git,
        @Nullable HDFSArtifact hdfs,
        @Nullable HTTPArtifact http,
        @Nullable OSSArtifact oss,
        @Nullable PluginArtifact plugin,
        @Nullable RawArtifact raw,
        @Nullable S3Artifact s3) {}
