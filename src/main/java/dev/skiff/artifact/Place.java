package dev.skiff.artifact;

import dev.skiff.model.ArtifactoryArtifact;
import dev.skiff.model.GitArtifact;
import dev.skiff.model.HTTPArtifact;
import dev.skiff.model.RawArtifact;
import dev.skiff.model.S3Artifact;

/** Where one artifact lies, with all that is needed to get there. */
sealed interface Place {

    /** Below the default directory. */
    record InDirectory(String key) implements Place {}

    /** @param where with its bucket, and a key, which may be empty only for a listing */
    record InS3(S3Artifact where) implements Place {}

    record AtUrl(HTTPArtifact where) implements Place {}

    record InArtifactory(ArtifactoryArtifact where) implements Place {}

    record InGit(GitArtifact where) implements Place {}

    record Raw(RawArtifact text) implements Place {}
}
