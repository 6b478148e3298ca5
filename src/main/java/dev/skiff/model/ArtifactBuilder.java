package dev.skiff.model;

import org.jspecify.annotations.Nullable;

/** Builds a {@link Artifact}; what is not set is absent. */
public final class ArtifactBuilder {

    private @Nullable ArchiveStrategy archive;
    private @Nullable Boolean archiveLogs;
    private @Nullable ArtifactGC artifactGC;
    private @Nullable ArtifactoryArtifact artifactory;
    private @Nullable AzureArtifact azure;
    private @Nullable Boolean deleted;
    private @Nullable String from;
    private @Nullable String fromExpression;
    private @Nullable GCSArtifact gcs;
    private @Nullable GitArtifact git;
    private @Nullable String globalName;
    private @Nullable HDFSArtifact hdfs;
    private @Nullable HTTPArtifact http;
    private @Nullable Integer mode;
    private @Nullable String name;
    private @Nullable Boolean optional;
    private @Nullable OSSArtifact oss;
    private @Nullable String path;
    private @Nullable PluginArtifact plugin;
    private @Nullable RawArtifact raw;
    private @Nullable Boolean recurseMode;
    private @Nullable S3Artifact s3;
    private @Nullable String subPath;

    ArtifactBuilder() {}

    ArtifactBuilder(Artifact from) {
        this.archive = from.archive();
        this.archiveLogs = from.archiveLogs();
        this.artifactGC = from.artifactGC();
        this.artifactory = from.artifactory();
        this.azure = from.azure();
        this.deleted = from.deleted();
        this.from = from.from();
        this.fromExpression = from.fromExpression();
        this.gcs = from.gcs();
        this.git = from.git();
        this.globalName = from.globalName();
        this.hdfs = from.hdfs();
        this.http = from.http();
        this.mode = from.mode();
        this.name = from.name();
        this.optional = from.optional();
        this.oss = from.oss();
        this.path = from.path();
        this.plugin = from.plugin();
        this.raw = from.raw();
        this.recurseMode = from.recurseMode();
        this.s3 = from.s3();
        this.subPath = from.subPath();
    }

    public ArtifactBuilder archive(@Nullable ArchiveStrategy v) {
        this.archive = v;
        return this;
    }

    public ArtifactBuilder archiveLogs(@Nullable Boolean v) {
        this.archiveLogs = v;
        return this;
    }

    public ArtifactBuilder artifactGC(@Nullable ArtifactGC v) {
        this.artifactGC = v;
        return this;
    }

    public ArtifactBuilder artifactory(@Nullable ArtifactoryArtifact v) {
        this.artifactory = v;
        return this;
    }

    public ArtifactBuilder azure(@Nullable AzureArtifact v) {
        this.azure = v;
        return this;
    }

    public ArtifactBuilder deleted(@Nullable Boolean v) {
        this.deleted = v;
        return this;
    }

    public ArtifactBuilder from(@Nullable String v) {
        this.from = v;
        return this;
    }

    public ArtifactBuilder fromExpression(@Nullable String v) {
        this.fromExpression = v;
        return this;
    }

    public ArtifactBuilder gcs(@Nullable GCSArtifact v) {
        this.gcs = v;
        return this;
    }

    public ArtifactBuilder git(@Nullable GitArtifact v) {
        this.git = v;
        return this;
    }

    public ArtifactBuilder globalName(@Nullable String v) {
        this.globalName = v;
        return this;
    }

    public ArtifactBuilder hdfs(@Nullable HDFSArtifact v) {
        this.hdfs = v;
        return this;
    }

    public ArtifactBuilder http(@Nullable HTTPArtifact v) {
        this.http = v;
        return this;
    }

    public ArtifactBuilder mode(@Nullable Integer v) {
        this.mode = v;
        return this;
    }

    public ArtifactBuilder name(String v) {
        this.name = v;
        return this;
    }

    public ArtifactBuilder optional(@Nullable Boolean v) {
        this.optional = v;
        return this;
    }

    public ArtifactBuilder oss(@Nullable OSSArtifact v) {
        this.oss = v;
        return this;
    }

    public ArtifactBuilder path(@Nullable String v) {
        this.path = v;
        return this;
    }

    public ArtifactBuilder plugin(@Nullable PluginArtifact v) {
        this.plugin = v;
        return this;
    }

    public ArtifactBuilder raw(@Nullable RawArtifact v) {
        this.raw = v;
        return this;
    }

    public ArtifactBuilder recurseMode(@Nullable Boolean v) {
        this.recurseMode = v;
        return this;
    }

    public ArtifactBuilder s3(@Nullable S3Artifact v) {
        this.s3 = v;
        return this;
    }

    public ArtifactBuilder subPath(@Nullable String v) {
        this.subPath = v;
        return this;
    }

    /**
     * The value.
     *
     * @throws IllegalArgumentException if a required field is missing
     */
    public Artifact build() {
        return new Artifact(
                archive,
                archiveLogs,
                artifactGC,
                artifactory,
                azure,
                deleted,
                from,
                fromExpression,
                gcs,
                git,
                globalName,
                hdfs,
                http,
                mode,
                Copies.required(name, "Artifact", "name"),
                optional,
                oss,
                path,
                plugin,
                raw,
                recurseMode,
                s3,
                subPath);
    }
}
