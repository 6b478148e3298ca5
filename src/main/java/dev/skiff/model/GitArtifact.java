package dev.skiff.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An artifact in a Git store. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GitArtifact(
        @Nullable String branch,
        @Nullable Long depth,
        @Nullable Boolean disableSubmodules,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> fetch,
        @Nullable Boolean insecureIgnoreHostKey,
        @Nullable Boolean insecureSkipTLS,
        @Nullable SecretKeySelector passwordSecret,
        String repo,
        @Nullable String revision,
        @Nullable Boolean singleBranch,
        @Nullable SecretKeySelector sshPrivateKeySecret,
        @Nullable SecretKeySelector usernameSecret) {

    public GitArtifact {
        fetch = Copies.list(fetch);
        Copies.required(repo, "GitArtifact", "repo");
    }
}
