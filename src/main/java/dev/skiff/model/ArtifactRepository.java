package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** A store with its connection and key format. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ArtifactRepository(
        @Nullable Boolean archiveLogs,
        @Nullable ArtifactoryArtifactRepository artifactory,
        @Nullable AzureArtifactRepository azure,
        @Nullable GCSArtifactRepository gcs,
        @Nullable HDFSArtifactRepository hdfs,
        @Nullable OSSArtifactRepository oss,
        @Nullable PluginArtifactRepository plugin,
        @Nullable S3ArtifactRepository s3) {}
